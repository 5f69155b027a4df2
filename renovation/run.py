"""The script that Streamlit runs anew for every visitor and choice; it defines nothing, as that would be done anew too."""

from renovation.shell import main

main()
