"""The acceptance test of the first ComputeCloud: a Mandelbrot set of 80 x 24 characters, computed by 23 jobs, one a row.

    mandelbrot.py [[HOST] PORT]
"""
import sys
import time

from client import ComputeCloud

COLUMNS, ROWS, TIME_LIMIT = 80, 23, 120  # the 24th line of the terminal is for the prompt

CODE = """
row = ""
for point in open("/net/pts").read().split():
    c, z, steps = complex(point), 0, 0
    while abs(z) <= 2 and steps < 60:
        z, steps = z * z + c, steps + 1
    row += " .:-=+*%#@"[steps * 9 // 60]
print(row)
"""


def main(*address):
    cloud = ComputeCloud(address[0] if len(address) > 1 else "127.0.0.1", int(address[-1]) if address else 11111)
    outputs = []
    for row in range(ROWS):
        y = 1.2 - 2.4 * row / (ROWS - 1)
        points = " ".join(str(complex(-2.2 + 3.2 * column / (COLUMNS - 1), y)) for column in range(COLUMNS))
        job, output = cloud.add_job(f"row{row}", CODE, f"out{row}", [cloud.add_string("pts", points)])
        outputs.append(output)

    patience = time.monotonic() + TIME_LIMIT
    for row, output in enumerate(outputs):  # in order, whichever is done first
        while (line := output.get()) is None:
            if time.monotonic() > patience:
                sys.exit(f"row {row} did not come within {TIME_LIMIT} s: is a worker or a runner there?")
            time.sleep(0.05)
        print(line.decode(), end="", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
