// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage
import TestSupport
import Testing

@testable import Remotes

/// Real pushes of git-lfs to a repository on this machine and to a server.
@Suite(.enabled(if: Peers.has("git-lfs", "python3"), "needs git-lfs")) struct LFSRemoteTests {
  let world: World

  init() async throws { world = try await World() }

  private var base: FilePath { world.repository.base }

  private func commit() async throws {
    try await world.shell.script("git lfs install --local; git lfs track '*.bin'")
    try world.repository.write("hello", to: "a.bin")
    try world.repository.write("world", to: "sub/b \u{fc}.bin")
    try world.repository.write("", to: "empty.bin")
    try await world.repository.commit()
  }

  @Test func looksIntoTheStoreOfALocalRemote() async throws {
    try await commit()
    #expect(try await world.check(wanting: 2).error.contains("git remote add origin URL"))
    try await world.shell.script(
      "git init --quiet --bare ../remote.git; git remote add origin ../remote.git")
    let unpushed = try await world.check(wanting: 1)
    #expect(unpushed.output.contains("absent  a.bin  no object was ever pushed there"))
    #expect(unpushed.error.contains("hint: git lfs push --all origin"))
    try await world.shell("git", "remote", "set-url", "origin", "file://\(base)/remote.git")
    try await world.shell("git", "push", "--quiet", "origin", "main")
    try await world.check(wanting: 0)
    let store = base.appending("remote.git").appending("lfs")
    try world.removeObject("world", below: store)
    let refused = try await world.check(wanting: 1)
    #expect(refused.output.contains("absent  sub/b \u{fc}.bin  it is not there"))
    try await world.check("a.bin", wanting: 0)
    try Folder.remove(base.appending("remote.git"))
    #expect(try await world.check(wanting: 2).output.contains("does not exist"))
  }

  @Test func asksAServerWithTheLoginThatGitHas() async throws {
    try await commit()
    let objects = base.appending("objects")
    try Folder.create(objects)
    try await world.shell.script(
      """
      git config lfs.locksverify false
      git remote add origin http://127.0.0.1:9/x.git
      printf '[lfs]\\n\\turl = http://127.0.0.1:9/wrong\\n' >.lfsconfig
      git config credential.helper '!f() { echo username=u; echo password=\(World.secret); }; f'
      """)
    try await PythonServer.with(
      Self.server, [objects.string, World.secret], in: world.shell, at: base
    ) { port in
      try await world.shell("git", "config", "lfs.url", "http://127.0.0.1:\(port)/repo")
      #expect(try await world.check(wanting: 1).output.contains("the server has not got it"))
      try await world.shell("git", "lfs", "push", "--all", "origin")
      let passed = try await world.check(wanting: 0)
      #expect(passed.output.contains("2 objects by server"))
      try world.removeObject("hello", below: objects)
      let refused = try await world.check(wanting: 1)
      #expect(refused.output.contains("absent  a.bin  the server has not got it"))
      #expect(!refused.output.contains("absent  sub/b"))

      try await world.shell("git", "config", "credential.helper", "")
      let open = try await world.check(wanting: 2)
      #expect(open.output.contains("wants a login"))
      // As CI systems log in.
      let login = Base64Text.of("u:\(World.secret)")
      try await world.shell(
        "git", "config", "http.http://127.0.0.1:\(port)/.extraheader",
        "AUTHORIZATION: basic \(login)")
      try await world.check("sub", wanting: 0)
    }
    #expect(try await world.check(wanting: 2).output.contains("cannot be reached"))
  }

  /// Batch, upload and download of git-lfs' API, for one user.
  private static let server = #"""
    import base64, http.server, json, os, sys, threading
    port_file, stop_file, folder, secret = sys.argv[1:5]
    wanted = "basic " + base64.b64encode(f"u:{secret}".encode()).decode()
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *args): pass
        def reply(self, status, body=b"", kind="application/vnd.git-lfs+json"):
            self.send_response(status)
            if status == 401: self.send_header("LFS-Authenticate", "Basic realm=x")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        def body(self): return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        def do_PUT(self):
            with open(os.path.join(folder, os.path.basename(self.path)), "wb") as f: f.write(self.body())
            self.reply(200)
        def do_POST(self):
            request = json.loads(self.body())
            if self.headers.get("Authorization", "").lower().replace("basic ", "") != wanted.lower().replace("basic ", ""):
                return self.reply(401, b"{}")
            base = f"http://127.0.0.1:{self.server.server_port}/o/"
            objects = []
            for o in request["objects"]:
                known = os.path.exists(os.path.join(folder, o["oid"]))
                entry = {"oid": o["oid"], "size": o["size"], "authenticated": True}
                if request["operation"] == "upload":
                    if not known: entry["actions"] = {"upload": {"href": base + o["oid"]}}
                elif known: entry["actions"] = {"download": {"href": base + o["oid"]}}
                else: entry["error"] = {"code": 404, "message": "Object does not exist"}
                objects.append(entry)
            self.reply(200, json.dumps({"transfer": "basic", "objects": objects}).encode())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with open(port_file + ".new", "w") as f: f.write(str(server.server_port))
    os.rename(port_file + ".new", port_file)
    import time
    end = time.time() + 300
    while time.time() < end and not os.path.exists(stop_file): time.sleep(0.02)
    """#
}

/// What an LFS URL or a remote's URL comes to.
@Suite struct LFSEndpointTests {
  private func endpoint(_ settings: String..., shared: [String] = []) throws -> LFSEndpoint? {
    try LFSEndpoint(
      GitSettings(parsing: Self.list(settings)), shared: GitSettings(parsing: Self.list(shared)),
      branch: "main")
  }

  private static func list(_ settings: [String]) -> [UInt8] {
    settings.flatMap { setting -> [UInt8] in
      let parts = setting.split(separator: "=", maxSplits: 1)
      return Array("\(parts[0])\n\(parts[1])\0".utf8)
    }
  }

  @Test func followsTheOrderOfGitLFS() throws {
    #expect(try endpoint() == nil)
    #expect(
      try endpoint("remote.origin.url=https://h/o/r") == .api("https://h/o/r.git/info/lfs"))
    #expect(
      try endpoint("remote.origin.url=https://h/o/r.git") == .api("https://h/o/r.git/info/lfs"))
    #expect(
      try endpoint("remote.a.url=https://a/r", "remote.b.url=https://b/r", "branch.main.remote=b")
        == .api("https://b/r.git/info/lfs"))
    #expect(
      try endpoint(
        "remote.origin.url=https://h/r", shared: ["lfs.url=https://shared/lfs"])
        == .api("https://shared/lfs"))
    #expect(
      try endpoint(
        "remote.origin.url=https://h/r", "remote.origin.lfsurl=https://own/lfs",
        shared: ["lfs.url=https://shared/lfs"]) == .api("https://own/lfs"))
    #expect(
      try endpoint("remote.origin.url=gh:o/r", "url.https://github.com/.insteadof=gh:")
        == .api("https://github.com/o/r.git/info/lfs"))
    #expect(
      try endpoint("remote.origin.url=git@h:o/r.git")
        == .ssh(host: "git@h", port: nil, path: "o/r.git"))
    #expect(
      try endpoint("remote.origin.url=ssh://git@h:22/o/r.git")
        == .ssh(host: "git@h", port: "22", path: "/o/r.git"))
    #expect(try endpoint("remote.origin.url=/srv/r.git") == .folder("/srv/r.git"))
  }

  @Test(arguments: ["ssh://-oProxyCommand=x/r", "-oProxyCommand=x:r", "ftp://h/r", "ssh://h:x/r"])
  func refuses(_ url: String) {
    #expect(throws: (any Error).self) { try endpoint("remote.origin.url=\(url)") }
  }

  @Test func readsWhatTheServerGrants() throws {
    let answer = #"{"href": "https://h/lfs/", "header": {"Authorization": "x y"}, "expires_in": 9}"#
    let granted = try LFSLogin.granted(Array(answer.utf8))
    #expect(granted.url == "https://h/lfs")
    #expect(granted.headers.map(\.value) == ["x y"])
    #expect(throws: (any Error).self) {
      try LFSLogin.granted(Array(#"{"href": "file:///x"}"#.utf8))
    }
  }
}

enum Base64Text {
  static func of(_ text: String) -> String { Base64.encode(Array(text.utf8)) }
}
