"""The script that Streamlit runs at each visit and each interaction.

It only calls `frame.main`, because everything defined in this script is created again in every run.
"""

import streamlit as st

from renovation.web.frame import main
from renovation.web.metrics import RUN_SECONDS
from renovation.web.run_queue import RUNS

# reading the session state ends a run that the visitor has left or has overtaken by another choice
with RUNS.turn(still_wanted=lambda: st.session_state.get("pinned")), RUN_SECONDS.time():
    main()
