"""Films of any race: any optimizers, any loss, any number of steps."""
