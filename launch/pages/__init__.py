"""The pages of `ganjax report`: a run's (`run`), a table's (`table`), and the parts that they are made of.

Elements are those of the standard library's ElementTree, which escapes what stands in them: a value of a config, a
label or a path can hold any text.
"""
