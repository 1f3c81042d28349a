"""Forms made from the types of the edition: every key of every part and every parameter of every method has its input.

known     what ids may be named, for choices          inputs    a part of the edition → inputs
answers   what was posted → the plain part again      members   contestants of a group, one a line
"""
