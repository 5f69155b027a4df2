"""The script that Streamlit runs anew for every visitor and every choice; what it defined would be made anew too."""

import streamlit as st

from renovation.web.frame import main
from renovation.web.run_queue import RUNS

# reading the session state ends a run that the visitor has left or has overtaken by another choice
with RUNS.turn(still_wanted=lambda: st.session_state.get("pinned")):
    main()
