"""Calls a SocketServer: JSON-RPC 2.0 in frames with a 4-byte big-endian length.    rpc_client.py HOST PORT METHOD [JSON-ARGUMENT]..."""
import itertools, json, socket, struct, sys

class Rpc:
    def __init__(self, host, port):
        self.file, self.ids = socket.create_connection((host, port)).makefile("rwb"), itertools.count(1)

    def __getattr__(self, method):
        def call(*args, **named):
            body = json.dumps({"jsonrpc": "2.0", "id": next(self.ids), "method": method, "params": named or args}).encode()
            self.file.write(struct.pack(">L", len(body)) + body), self.file.flush()
            reply = json.loads(self.file.read(*struct.unpack(">L", self.file.read(4))))
            if "error" in reply: raise RuntimeError(reply["error"]["message"])
            return reply["result"]
        return call

if __name__ == "__main__":
    print(json.dumps(getattr(Rpc(sys.argv[1], int(sys.argv[2])), sys.argv[3])(*map(json.loads, sys.argv[4:]))))
