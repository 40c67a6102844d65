"""The losses of the table, one file each: a file that lies here is known everywhere.

A file holds the loss, a class of `optanim.losses.loss.Loss` (of data mostly a
`optanim.losses.data_loss.DataLoss`, without a `optanim.losses.surface.Surface`), and an `Entry`
called ENTRY.
"""
