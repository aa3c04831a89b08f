"""Many documents at once: shards, a guard, a pool of processes, Spark, feeds. A face: it may do no arithmetic of its own."""
