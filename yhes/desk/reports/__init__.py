"""Reports to the funder: what the apps tell of a period, with the coordinator's own words around it.

Apps know yhes.common.reporting and nothing of this room (decision 0095).
"""
