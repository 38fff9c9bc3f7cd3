"""An improvement plan to and from the spreadsheets people have. No site and no database in it.

columns     what each sheet of our own workbook holds, column by column
writing     our workbook: a key, true dates, no live formula
opening     a workbook or CSV file handed in, as plain text cells
layout      which row of which sheet holds the headings, and what each column seems to be
days, states, people
            what a cell says: read, doubtful (and so asked), refused, or blank; the cell's own words kept
rows        the rows of somebody's own layout, as drafts of actions
own         the rows of our own layout, held against the plan as it stands
lines       what would become of each row, said before anything is done
"""
