"""Every abstract activity has its implementation under the same name, on the worker."""

import inspect

import pytest
from temporalio import activity

from activities.alerts import MailAlertActivities
from activities.documents import RegisterDocumentActivities
from activities.incident import RegisterIncidentActivities
from activities.merchants import RegisterMerchantActivities
from activities.registry import activities_of
from activities.waves import RegisterWaveActivities
from contracts import incident_activities, wave_activities
from contracts.incident_activities import (
    AlertActivities,
    DocumentActivities,
    IncidentActivities,
    MerchantActivities,
)
from contracts.wave_activities import WaveActivities

FAMILIES = [
    (AlertActivities, MailAlertActivities),
    (DocumentActivities, RegisterDocumentActivities),
    (IncidentActivities, RegisterIncidentActivities),
    (MerchantActivities, RegisterMerchantActivities),
    (WaveActivities, RegisterWaveActivities),
]


def names_of(family: type) -> set[str]:
    methods = inspect.getmembers(family, inspect.isfunction)
    definitions = [activity._Definition.from_callable(method) for _, method in methods]
    return {str(found.name) for found in definitions if found is not None}


@pytest.mark.parametrize(("abstract", "real"), FAMILIES, ids=lambda family: family.__name__)
def test_the_implementation_answers_to_the_same_names(abstract: type, real: type) -> None:
    assert names_of(abstract) == names_of(real)
    assert names_of(abstract)


@pytest.mark.parametrize(("abstract", "real"), FAMILIES, ids=lambda family: family.__name__)
def test_the_worker_finds_every_activity_of_a_family(abstract: type, real: type) -> None:
    found = {method.__name__ for method in activities_of(object.__new__(real))}
    assert found == names_of(abstract)


def test_no_abstract_family_is_left_out_here() -> None:
    declared = {
        value
        for module in (incident_activities, wave_activities)
        for value in vars(module).values()
        if inspect.isclass(value) and inspect.isabstract(value)
    }
    assert declared == {abstract for abstract, _ in FAMILIES}
