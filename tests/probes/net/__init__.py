"""The network side of the probes, against peers on loopback that misbehave on purpose."""
