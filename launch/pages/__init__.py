"""The pages of `ganjax report`: a run's (`run`), a table's (`table`), and their parts.

Elements are those of the standard library's ElementTree, which escapes their text: a value of a config, a
label or a path can hold any text.
"""
