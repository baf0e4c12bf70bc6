"""A real Neo4j Community server for the tests: a Docker container where a Docker engine answers, else from Maven.

    python tests/servers/neo4j_server.py start FILE     prints KG_TEST_NEO4J=..., and leaves the server running
    python tests/servers/neo4j_server.py stop FILE      stops it; FILE is where start noted which one it is

KG_TEST_NEO4J, ``bolt://user:password@host:port``, names a server that runs already; the tests empty its database.
The artifacts are kept in KG_TEST_CACHE (default: ``~/.cache/paperkg-tests``), so that a second start fetches nothing.
"""

import fcntl
import logging
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

VERSION = "5.26.30"
IMAGE = f"neo4j:{VERSION}-community"
PATIENCE = 180  # seconds until a start has failed
_HERE = Path(__file__).parent
_JVM = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8")
_OPENS = "--add-opens=java.base/{}=ALL-UNNAMED"
_PACKAGES = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_SETTINGS = {
    "dbms.security.auth_max_failed_attempts": "0",  # a test of wrong passwords must not lock the others out
    "server.memory.pagecache.size": "64m",
    "db.tx_log.preallocate": "false",
    "dbms.usage_report.enabled": "false",
}


class NoServer(Exception):
    """No server can be had here; says why."""


class Server(Protocol):
    """A server that listens at ``address``, with the name and the password of its user in it."""

    address: str

    def kill(self) -> None:
        """End it at once, as a power cut would; the data stay."""

    def restart(self) -> None:
        """Start it again on its data; returns when it answers."""

    def stop(self) -> None:
        """End it and remove its data."""

    @property
    def mark(self) -> str:
        """What ``stop`` on the command line finds it by."""


@contextmanager
def neo4j_server() -> Iterator[str]:
    """Give the address of a server: the one that KG_TEST_NEO4J names, or one that ends with the block. NoServer."""
    if given := os.environ.get("KG_TEST_NEO4J"):
        wait_until_it_answers(given)
        yield given
        return
    server = start()
    try:
        yield server.address
    finally:
        server.stop()


def start() -> Server:
    """Start a server on free ports of 127.0.0.1, with no data; returns when it answers a query. NoServer."""
    server: Server = _Container() if _docker_answers() else _Jvm()
    try:
        wait_until_it_answers(server.address)
    except BaseException:
        server.stop()
        raise
    return server


def wait_until_it_answers(address: str) -> None:
    """Return once a query is answered; NoServer with the last reason if none is."""
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    logging.getLogger("neo4j").addHandler(logging.NullHandler())  # or each try is reported
    url, auth = driver_arguments(address)
    deadline = time.monotonic() + PATIENCE
    with GraphDatabase.driver(url, auth=auth) as driver:
        while True:
            try:
                driver.execute_query("RETURN 1")
                return
            except AuthError as error:
                raise NoServer(f"{url}: {error.message}") from error
            except (DriverError, Neo4jError) as error:
                if time.monotonic() > deadline:
                    raise NoServer(f"{url} answers no query: {error}") from error
                time.sleep(0.2)


def driver_arguments(address: str) -> tuple[str, tuple[str, str] | None]:
    """Split an address into what the driver takes: the address without a user, and the user with the password."""
    parts = urlsplit(address)
    place = f"{parts.scheme}://{parts.hostname}:{parts.port or 7687}"
    return place, (parts.username, parts.password or "") if parts.username else None


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# Docker


def _docker_answers() -> bool:
    if not shutil.which("docker"):
        return False
    with suppress(subprocess.TimeoutExpired):
        return subprocess.run(["docker", "info"], capture_output=True, timeout=20, check=False).returncode == 0
    return False


class _Container:
    """A container of the official image; the port is on this machine's own interface alone."""

    def __init__(self) -> None:
        password, port = secrets.token_hex(8), free_port()
        variables = {"NEO4J_AUTH": f"neo4j/{password}"}
        for name, value in _SETTINGS.items():  # the image's spelling: _ for . and __ for _
            variables["NEO4J_" + name.replace("_", "__").replace(".", "_")] = value
        options = [part for pair in variables.items() for part in ("--env", "=".join(pair))]
        command = ["docker", "run", "--detach", "--publish", f"127.0.0.1:{port}:7687", *options, IMAGE]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoServer(f"docker run {IMAGE}: {done.stderr.strip()}")
        self._id = done.stdout.strip()
        self.address = f"bolt://neo4j:{password}@127.0.0.1:{port}"

    def kill(self) -> None:
        subprocess.run(["docker", "kill", self._id], capture_output=True, check=True)

    def restart(self) -> None:
        subprocess.run(["docker", "start", self._id], capture_output=True, check=True)
        wait_until_it_answers(self.address)

    def stop(self) -> None:
        subprocess.run(["docker", "rm", "--force", "--volumes", self._id], capture_output=True, check=False)

    @property
    def mark(self) -> str:
        return self._id


# Maven and a Java virtual machine


class _Jvm:
    """The server's own classes, fetched by Maven, in a Java virtual machine of ours."""

    def __init__(self) -> None:
        jars = _jars()
        password, port = secrets.token_hex(8), free_port()
        self._home = Path(tempfile.mkdtemp(prefix="paperkg-neo4j-"))
        self._java = ["java", *_JVM, *map(_OPENS.format, _PACKAGES), "-cp", f"{jars}/*"]
        self._configure(port)
        admin = ["org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password]
        done = subprocess.run(
            [*self._java, *admin],
            **{"env": os.environ | {"NEO4J_HOME": str(self._home)}, "capture_output": True, "text": True},
            check=False,
        )
        if done.returncode:
            raise NoServer(f"neo4j-admin: {done.stderr.strip()}")
        self.address = f"bolt://neo4j:{password}@127.0.0.1:{port}"
        self._process = self._launch()

    def _configure(self, port: int) -> None:
        for name in ("conf", "run", "logs", "import", "plugins"):
            (self._home / name).mkdir()
        place = f"127.0.0.1:{port}"
        own = {
            **{"server.bolt.listen_address": place, "server.bolt.advertised_address": place},
            **{"server.http.enabled": "false", "server.https.enabled": "false"},
            "internal.server.bolt.thread_pool_shutdown_wait_time": "100ms",  # or a stop takes 11 s
            "server.directories.import": "import",  # or LOAD CSV begins at the machine's root
        }
        lines = [f"{name}={value}" for name, value in (_SETTINGS | own).items()]
        (self._home / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n")

    def _launch(self) -> "subprocess.Popen[bytes]":
        home = [f"--home-dir={self._home}", f"--config-dir={self._home / 'conf'}"]
        with (self._home / "logs" / "console.log").open("ab") as log:
            return subprocess.Popen(
                [*self._java, "org.neo4j.server.CommunityEntryPoint", *home],
                **{"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, "start_new_session": True},
            )

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def restart(self) -> None:
        self._process = self._launch()
        wait_until_it_answers(self.address)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
        shutil.rmtree(self._home, ignore_errors=True)

    @property
    def mark(self) -> str:
        return f"{self._process.pid} {self._home}"


def _jars() -> Path:
    """Return the folder of the server's jars, fetched first where it is absent; two fetches wait for each other."""
    if missing := [tool for tool in ("java", "mvn") if not shutil.which(tool)]:
        raise NoServer(f"no Docker engine answers, and there is no {' and no '.join(missing)}")
    folder = _cache() / f"neo4j-{VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "lib").is_dir():
            stage = folder / "stage"
            shutil.rmtree(stage, ignore_errors=True)
            stage.mkdir()
            shutil.copy(_HERE / "neo4j.pom.xml", stage / "pom.xml")
            goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
            options = [f"-Dneo4j.version={VERSION}", f"-DoutputDirectory={stage / 'lib'}", "-DincludeTypes=jar"]
            command = ["mvn", "-B", "-q", "-ntp", "-f", str(stage / "pom.xml"), *options, goal]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise NoServer(f"mvn: {(done.stdout + done.stderr).strip()[-500:]}")
            (stage / "lib").rename(folder / "lib")
    return folder / "lib"


def _cache() -> Path:
    return Path(os.environ.get("KG_TEST_CACHE") or Path.home() / ".cache" / "paperkg-tests")


def main(arguments: list[str]) -> int:
    """Start a server that outlives this process, or stop the one that was started so."""
    match arguments:
        case ["start", state]:
            try:
                server = start()
            except NoServer as error:
                sys.stderr.write(f"no Neo4j: {error}\n")
                return 1
            Path(state).write_text(server.mark)
            sys.stdout.write(f"KG_TEST_NEO4J={server.address}\n")
        case ["stop", state]:
            _stop(*Path(state).read_text().split(" ", 1))
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    return 0


def _stop(first: str, home: str | None = None) -> None:
    """Stop the container ``first``, or the process ``first`` that serves ``home``."""
    if home is None:
        subprocess.run(["docker", "rm", "--force", "--volumes", first], capture_output=True, check=False)
        return
    with suppress(OSError):  # gone already; and a process that has its number by now is not it
        if home in Path(f"/proc/{first}/cmdline").read_text():
            os.kill(int(first), signal.SIGTERM)
            time.sleep(3)
    shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
