"""The line through the data and its loss, in Typst's notation."""

MODEL = "y = a + b x"
LOSS = "L(a, b) = 1/m sum_(i=1)^m (y_i - a - b x_i)^2"
