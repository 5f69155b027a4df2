"""The script that Streamlit runs anew for every visitor and every choice; what it defined would be made anew too."""

from renovation.web.frame import main

main()
