// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// What somebody sees who waits at a terminal.
@Suite struct ProgressTests {
  /// Ends the tool as soon as it has said how long it takes, so that a large file costs no time.
  private static let python = """
    import os, pty, re, select, signal, subprocess, sys
    ours, theirs = pty.openpty()
    child = subprocess.Popen(sys.argv[1:], stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    seen = b""
    line = re.compile(
      rb"\\r\\x1b\\[K" + rb"data/big: [0-9.]+ .?B of 64[.]0 GB, [0-9.]+ .?B/s, [0-9]+ s left")
    while not line.search(seen):
      if not select.select([ours], [], [], 60)[0]: break
      try: piece = os.read(ours, 4096)
      except OSError: break
      if not piece: break
      seen += piece
    child.kill()
    child.wait()
    found = line.search(seen)
    sys.exit(0 if found else "no progress in " + repr(seen[-500:]))
    """

  @Test(.enabled(if: PythonPeer.isInstalled, "needs python3"))
  func showsBytesRateAndTimeLeftOnATerminal() async throws {
    let worktree = try Worktree()
    try Folder.createNew(worktree.path.appending(".git"))
    // All of it is a hole, so that nothing is read.
    try await worktree.shell("mkdir", "data")
    try await worktree.shell("truncate", "--size=64000000000", "data/big")
    try worktree.write("data/big.sha256", String(repeating: "0", count: 64) + "  big\n")
    try await worktree.shell(
      "python3", "-c", Self.python, Tools.path("modelgate-data").string, "verify", "--full",
      "data/big.sha256")
  }
}
