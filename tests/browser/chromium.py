"""A headless Chromium, spoken to over a pipe in its DevTools protocol
(https://chromedevtools.github.io/devtools-protocol/). Needs nothing but Python."""
import base64
import json
import os
import select
import subprocess
import tempfile
import time

PATIENCE = 60


class Browser:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        (commands, self.to), (self.fro, answers) = os.pipe(), os.pipe()
        # It reads from the file descriptor 3 and writes to 4.
        wires = f'exec chromium "$@" 3<&{commands} 4>&{answers}'
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe"]
        flags += [f"--user-data-dir={self.folder.name}", "--no-first-run", "--disable-background-networking"]
        self.process = subprocess.Popen(
            ["bash", "-c", wires, "chromium", *flags],
            pass_fds=(commands, answers),
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        self.read, self.count, self.events = b"", 0, []

    def message(self, until):
        while b"\0" not in self.read:
            left = until - time.monotonic()
            assert left > 0 and select.select([self.fro], [], [], left)[0], "Chromium does not answer"
            piece = os.read(self.fro, 1 << 16)
            assert piece, "Chromium ended"
            self.read += piece
        message, self.read = self.read.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, session=None, **parameters):
        self.count += 1
        command = {"id": self.count, "method": method, "params": parameters}
        if session:
            command["sessionId"] = session
        data = json.dumps(command).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data) :]
        until = time.monotonic() + PATIENCE
        while True:
            message = self.message(until)
            if message.get("id") == self.count:
                assert "error" not in message, f"{method}: {message}"
                return message["result"]
            self.events.append(message)

    def wait_for(self, event, session):
        until = time.monotonic() + PATIENCE
        while not any(e.get("method") == event and e.get("sessionId") == session for e in self.events):
            self.events.append(self.message(until))

    def close(self):
        self.ask("Browser.close")
        self.process.wait(PATIENCE)
        self.folder.cleanup()


class Page:
    """A page that is open in a browser, and all that it asked for and complained of."""

    def __init__(self, browser, address, scheme="light", width=1280):
        self.browser = browser
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Network", "Page", "Runtime", "Log"]:
            self.ask(f"{domain}.enable")
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **metrics)
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.ask("Emulation.setFocusEmulationEnabled", enabled=True)
        browser.events.clear()
        self.ask("Page.navigate", url=address)
        browser.wait_for("Page.loadEventFired", self.session)

    def ask(self, method, **parameters):
        return self.browser.ask(method, self.session, **parameters)

    def value(self, expression):
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def said(self, method):
        return [e["params"] for e in self.browser.events if e.get("method") == method and e.get("sessionId") == self.session]

    def requests(self):
        return [request["request"]["url"] for request in self.said("Network.requestWillBeSent")]

    def complaints(self):
        return self.said("Log.entryAdded") + self.said("Runtime.exceptionThrown") + self.said("Runtime.consoleAPICalled")

    def press(self, key, code):
        for kind in ["keyDown", "keyUp"]:
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def becomes(self, expression):
        """Whether something holds before long."""
        until = time.monotonic() + 5
        while not self.value(expression):
            if until < time.monotonic():
                return False
            time.sleep(0.02)
        return True

    def point_at(self, selector):
        self.value(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center', behavior: 'instant'}})")
        x, y = self.value(
            f"(() => {{ const r = document.querySelector({json.dumps(selector)}).getClientRects()[0];"
            "return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def picture(self, path, whole=True):
        """Saves what is seen; of the whole page, or of the window."""
        # What is far from the window is not drawn until it comes near.
        self.value("document.head.append(Object.assign(document.createElement('style'), {textContent: 'article { content-visibility: visible !important }'}))")
        taken = self.ask("Page.captureScreenshot", captureBeyondViewport=whole, **self.clip(whole))
        with open(path, "wb") as file:
            file.write(base64.b64decode(taken["data"]))

    def clip(self, whole):
        if not whole:
            return {}
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 9000), "scale": 1}}
