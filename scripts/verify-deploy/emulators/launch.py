"""launch.py MODULE ARGS...: runs an emulator with the patches of patches.ts, which arrive as JSON in EMULATOR_PATCHES.

Nothing on the disk changes.
"""

import importlib
import importlib.abc
import importlib.machinery
import json
import os
import sys

patches_by_module = {}
for patch in json.loads(os.environ.pop("EMULATOR_PATCHES")):
    patches_by_module.setdefault(patch["module"], []).append(patch)


class PatchingLoader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname):
        # Never from a compiled file: that would be the text as it was installed.
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)

    def get_data(self, path):
        text = super().get_data(path).decode()
        for patch in patches_by_module[self.name]:
            found = text.count(patch["from"])
            if found != 1:
                sys.exit(f"patch '{patch['name']}': its text stands {found} times in {self.name}, not once; another version of the emulator?")
            text = text.replace(patch["from"], patch["to"])
        return text.encode()


class PatchingFinder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path, target=None):
        if fullname not in patches_by_module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        spec.loader = PatchingLoader(fullname, spec.origin)
        return spec


sys.meta_path.insert(0, PatchingFinder())
# All now: a patch whose text is gone must fail here, not when its service is first asked.
for module in patches_by_module:
    importlib.import_module(module)
sys.argv = sys.argv[1:]
importlib.import_module(sys.argv[0]).main()
