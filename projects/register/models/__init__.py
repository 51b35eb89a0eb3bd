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
from projects.register.models.groups import GroupMember, ProjectGroup, SteeringGroup, ThemeGroup
from projects.register.models.imports import PartnerImport
from projects.register.models.logos import FunderLogo
from projects.register.models.meetings import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingLetter,
    MeetingPaper,
    MeetingPdf,
)
from projects.register.models.names import FormerAddress, OrganisationName, Succession
from projects.register.models.organisations import Organisation, Region, Unit
from projects.register.models.people import ContactLink, Invitation, Membership, Role
from projects.register.models.plan import Measure, Objective, Result, WorkPackage
from projects.register.models.projects import Partnership, Programme, Project

__all__ = [
    "AgendaItem",
    "Attendance",
    "ContactLink",
    "Decision",
    "Deliverable",
    "Document",
    "EmployerPartnership",
    "FollowedUp",
    "FormerAddress",
    "FunderLogo",
    "GroupMember",
    "Invitation",
    "Measure",
    "Meeting",
    "MeetingLetter",
    "MeetingPaper",
    "MeetingPdf",
    "Membership",
    "Milestone",
    "Objective",
    "Organisation",
    "OrganisationName",
    "PartnerImport",
    "Partnership",
    "Programme",
    "Project",
    "ProjectGroup",
    "Region",
    "Result",
    "Risk",
    "Role",
    "SteeringGroup",
    "Succession",
    "ThemeGroup",
    "Unit",
    "WorkPackage",
]
