"""The first hour: what comes first in a case, ticked one by one."""
