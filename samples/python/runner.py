"""A foreign runner: takes python jobs from a ComputeCloud gateway, runs them, brings the results back, ends when none is left.

    runner.py [[HOST] PORT]

It has no sandbox: let it run only jobs of people you trust. (The cluster's own workers have one.)
"""
import base64
import os
import subprocess
import sys
import tempfile

from client import ComputeCloud, FileObject, ServerError, encode

# Jobs open /net/<name>; here that is a folder of the job's own.
PRELUDE = """
import builtins, os, sys
folder, plain_open = sys.argv.pop(1), open
def net_open(path, mode="r", *rest, **options):
    if isinstance(path, str) and path.startswith("/net/"):
        if set(mode) & set("wax+"):
            raise PermissionError("files under /net are read-only: " + path)
        path = os.path.join(folder, os.path.basename(path))
    return plain_open(path, mode, *rest, **options)
builtins.open = net_open
exec(compile(sys.stdin.read(), "job", "exec"), {"__name__": "__main__"})
"""


def run(cloud, source, inputs, time_limit=60):
    with tempfile.TemporaryDirectory() as folder:
        for hash, name in inputs:  # in order, so that the last of equal names wins
            with open(os.path.join(folder, os.path.basename(name)), "wb") as file:
                file.write(FileObject(cloud, hash).get() or b"")
        command = [sys.executable, "-I", "-c", PRELUDE, folder]
        try:
            done = subprocess.run(command, input=source, capture_output=True, timeout=time_limit)
            return done.stdout, done.stderr
        except subprocess.TimeoutExpired as late:
            return late.stdout or b"", b"stopped after %d s" % time_limit


def main(*address):
    cloud = ComputeCloud(address[0] if len(address) > 1 else "127.0.0.1", int(address[-1]) if address else 11111)
    while True:
        try:
            source, job, *rest = cloud.call("GETJ")
        except ServerError:
            return  # no job is left
        output, errors = run(cloud, base64.b64decode(source), zip(rest[::2], rest[1::2]))
        cloud.call("UPD", job, encode(output), encode(errors))
        print("ran", job, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
