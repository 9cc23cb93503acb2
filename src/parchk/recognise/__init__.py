"""What stands in the text: cited documents, units and their roles, actions, times. Rules only, no libraries."""
