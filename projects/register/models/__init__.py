"""Programmes, projects, organisations and who belongs to what."""

from projects.register.models.organisations import Organisation, Region, Unit
from projects.register.models.people import Invitation, Membership, Role
from projects.register.models.plan import Measure, Objective, Result, WorkPackage
from projects.register.models.projects import Partnership, Programme, Project

__all__ = [
    "Invitation",
    "Measure",
    "Membership",
    "Objective",
    "Organisation",
    "Partnership",
    "Programme",
    "Project",
    "Region",
    "Result",
    "Role",
    "Unit",
    "WorkPackage",
]
