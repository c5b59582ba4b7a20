"""What cold leads cost: the money between a year and the same year in which no lead goes cold.

- `players`: the mechanisms by which leads go cold, and which of them a scenario has;
- `worlds`: every world that is simulated beside the actual one;
- `study`: one replication of all of them, on the same leads;
- `shares`: who bears how much of the loss, in one replication;
- `price`: what the replications say together; `data` the same as plain data.
"""
