"""Programmes, projects, organisations and who belongs to what."""

from projects.register.models.employers import EmployerPartnership
from projects.register.models.followup import (
    Decision,
    Deliverable,
    Document,
    FollowedUp,
    Milestone,
    Risk,
)
from projects.register.models.imports import PartnerImport
from projects.register.models.names import FormerAddress, OrganisationName, Succession
from projects.register.models.organisations import Organisation, Region, Unit
from projects.register.models.people import Invitation, Membership, Role
from projects.register.models.plan import Measure, Objective, Result, WorkPackage
from projects.register.models.projects import Partnership, Programme, Project

__all__ = [
    "Decision",
    "Deliverable",
    "Document",
    "EmployerPartnership",
    "FollowedUp",
    "FormerAddress",
    "Invitation",
    "Measure",
    "Membership",
    "Milestone",
    "Objective",
    "Organisation",
    "OrganisationName",
    "PartnerImport",
    "Partnership",
    "Programme",
    "Project",
    "Region",
    "Result",
    "Risk",
    "Role",
    "Succession",
    "Unit",
    "WorkPackage",
]
