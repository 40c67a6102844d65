// The part of a straight way within some sides, [[left, right], [low, high]].

const isWithin = ([x, y], [[left, right], [low, high]]) => x >= left && x <= right && y >= low && y <= high;

// From which to which share of the way from one place to another; null where it is never within.
const within = (from, to, sides) => {
  let [begin, end] = [0, 1];
  for (const axis of [0, 1]) {
    const far = to[axis] - from[axis];
    const [low, high] = sides[axis];
    if (far === 0 && !(from[axis] >= low && from[axis] <= high)) return null;
    if (far === 0) continue;
    const [one, other] = [(low - from[axis]) / far, (high - from[axis]) / far];
    [begin, end] = [Math.max(begin, Math.min(one, other)), Math.min(end, Math.max(one, other))];
  }
  return begin <= end ? [begin, end] : null;
};

const between = (from, to, share) => [0, 1].map((axis) => from[axis] + share * (to[axis] - from[axis]));
