"""A client of the ComputeCloud text protocol in plain Python 3.

    cloud = ComputeCloud("127.0.0.1", 11111)
    f = cloud.add_string("name1", "contents")
    job, out = cloud.add_job("jobname", "print(open('/net/name1').read())", "outputname", [f])
    out.get()        # None until the job is done
"""
import base64
import socket


class ServerError(Exception):
    """The server said NACK."""


class ComputeCloud:
    def __init__(self, host="127.0.0.1", port=11111, timeout=30):
        self.address, self.timeout = (host, port), timeout

    def call(self, *fields):
        """One command on a connection of its own; returns the fields behind ACK."""
        with socket.create_connection(self.address, self.timeout) as peer:
            status, *values = exchange(peer, ":".join(fields)).split(":")
            exchange(peer, "STOP")
        if status != "ACK":
            raise ServerError(f"{fields[0]} was refused")
        return values

    def add_bytes(self, name, content):
        return FileObject(self, self.call("ADD", name, encode(content))[0])

    def add_string(self, name, text):
        return self.add_bytes(name, text.encode())

    def add_file(self, name, path):
        with open(path, "rb") as file:
            return self.add_bytes(name, file.read())

    def add_job(self, name, code, output_name, inputs=()):
        hashes = self.call("JADD", name, encode(code.encode()), output_name, *(f.hash for f in inputs))
        return tuple(FileObject(self, hash) for hash in hashes)


class FileObject:
    def __init__(self, cloud, hash):
        self.cloud, self.hash = cloud, hash

    def get(self):
        """The bytes, or None while they are not there."""
        try:
            return base64.b64decode(self.cloud.call("GET", self.hash)[0])
        except ServerError:
            return None


def encode(content):
    return base64.b64encode(content).decode() or " "  # empty fields would vanish


def exchange(peer, message):
    """Four hex digits of length, two of the byte sum, the message, a NUL; the reply has the same form."""
    body = message.encode()
    peer.sendall(b"%04X%02X" % (len(body), sum(body) % 256) + body + b"\0")
    with peer.makefile("rb") as stream:
        header = stream.read(6)
        body = stream.read(int(header[:4], 16) + 1)[:-1]
    if sum(body) % 256 != int(header[4:], 16):
        raise ConnectionError("the reply's bytes do not add up")
    return body.decode()
