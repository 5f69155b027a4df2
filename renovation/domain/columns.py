"""Names of columns and measures that more than one module uses.

The column that contains a measure has the measure's name. A module writes the names of columns that no other module
uses as plain strings.
"""

from __future__ import annotations

from typing import Final

# columns of the declared tables and of the history
UNIT: Final = "unit"
COUNTY: Final = "county"
SUBJECT: Final = "subject"
MEASURE: Final = "measure"
VALUE: Final = "value"
PERIOD: Final = "period"
NATURE: Final = "nature"
UNIT_OF_MEASURE: Final = "unit_of_measure"
AS_OF: Final = "as_of"
BASIS: Final = "basis"
LON: Final = "lon"
LAT: Final = "lat"
ERROR_KM: Final = "error_km"

# measures of a unit
PROJECTS_STARTED: Final = "projects_started"
PROJECTS_COMPLETED: Final = "projects_completed"
AREA_RENOVATED: Final = "area_renovated"
ANNUAL_TARGET_AREA: Final = "annual_target_area"
COMPLETION_RATE: Final = "completion_rate"
COMPLETION_RATE_REPORTED: Final = "completion_rate_reported"
GAP_AREA: Final = "gap_area"
SHARE_OF_AREA: Final = "share_of_area"
SHARE_OF_TARGET: Final = "share_of_target"
COMPLETED_TO_STARTED: Final = "completed_to_started"

# measures of a county
AREA_REPORTED: Final = "area_reported"
GAP_TO_FIRST: Final = "gap_to_first"
GAP_TO_NEXT: Final = "gap_to_next"

# measures of the district
CITY_TARGET_PROJECTS: Final = "city_target_projects"
CITY_TARGET_PROJECTS_RATE: Final = "city_target_projects_rate"
CITY_TARGET_AREA: Final = "city_target_area"
CITY_TARGET_AREA_RATE: Final = "city_target_area_rate"
DISTRICT_TARGET_AREA: Final = "district_target_area"
DISTRICT_TARGET_AREA_RATE: Final = "district_target_area_rate"
PROJECTS_SCHEDULED: Final = "projects_scheduled"
SHARE_OF_SCHEDULED_STARTED: Final = "share_of_scheduled_started"
GOAL_SHARE_OF_SCHEDULED_STARTED: Final = "goal_share_of_scheduled_started"
GOAL_CITY_RANK_BY_AREA: Final = "goal_city_rank_by_area"
