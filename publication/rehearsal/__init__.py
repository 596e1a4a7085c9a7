"""The whole job, rehearsed on a file of contributions in a house that is torn down afterwards."""
