#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""write-files.py PROGRAM FOLDER SELECTION

Has PROGRAM write PKCS#12 files in FOLDER/PROGRAM, of the people in FOLDER/people,
and writes down in FOLDER/PROGRAM/list what is in them. SELECTION: "some" (each kind
of thing at least once), "many" (as many combinations as fit in a minute for all
programs) or "all". What is there already and is younger than these scripts stays."""

import importlib
import os
import shutil
import sys

sys.dont_write_bytecode = True
from common import List, People, is_younger


def scripts():
    here = os.path.dirname(os.path.abspath(__file__))
    return [entry.path for entry in os.scandir(here) if entry.name.endswith((".py", ".js", ".java"))]


def find_missing(program, writer):
    """Whose absence keeps the files from being written, or None."""
    if hasattr(writer, "missing"):
        return writer.missing()
    return None if shutil.which(program) else program


def main():
    program, folder, selection = sys.argv[1:]
    target = os.path.join(folder, program)
    done = os.path.join(target, "done-" + selection)
    people_folder = os.path.join(folder, "people")
    if all(is_younger(done, script) for script in scripts()):
        return
    shutil.rmtree(target, ignore_errors=True)
    people = People(people_folder)
    writer = importlib.import_module("by_" + program.replace("-", "_"))
    files = List(target, people)
    missing = find_missing(program, writer)
    if missing:
        files.absent(missing)
    else:
        writer.write(files, selection)
    files.finish()
    if not missing:
        open(done, "w").close()


main()
