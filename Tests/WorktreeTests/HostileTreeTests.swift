// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing
import Worktree

/// Trees that nobody makes by accident, and trees that do not hold still.
@Suite struct HostileTreeTests {
  /// Three thousand folders inside each other: their paths are twice as long as the kernel takes.
  @Test func looksBeyondTheLongestPath() async throws {
    let fixture = try await WorktreeFixture.committed()
    try await python(
      fixture,
      """
      import os
      for _ in range(3000):
          os.mkdir("dd")
          os.chdir("dd")
      open("leaf", "w").close()
      """)
    #expect(try fixture.deviations() == ["untracked(isFolder: true) dd"])
    let ignored = try fixture.deviations {
      $0.repositoryExcludes = IgnoreFile(Array("dd\n".utf8))
      $0.reportsIgnored = .everything
    }
    #expect(ignored == ["ignored(isFolder: true) dd"])
    try await fixture.repository.shell.script("rm -rf dd")
  }

  /// As deep as git itself can add files.
  @Test func comparesFilesInDeepFolders() async throws {
    let fixture = try await WorktreeFixture()
    let folder = Array(repeating: "d", count: 1500).joined(separator: "/")
    try await fixture.repository.shell.script("mkdir -p \(folder) && echo deep >\(folder)/f")
    try await fixture.git("add", "--all")
    try await fixture.git("commit", "--quiet", "--message", "deep")
    try await fixture.settle()
    let report = try fixture.scan()
    #expect(report.deviations.isEmpty)
    #expect(report.trustedFiles == 1)
    try await fixture.repository.shell.script("echo DEEP >\(folder)/f")
    #expect(try fixture.deviations() == ["modified \(folder)/f"])
  }

  /// Files come, go and turn into FIFOs, links and folders while they are looked at.
  @Test(arguments: [false, true])
  func neverPassesAChangedFileAmongThoseThatMove(_ isParanoid: Bool) async throws {
    let fixture = try await WorktreeFixture()
    for folder in 0..<8 {
      for file in 0..<25 { try fixture.write("\(folder) \(file)\n", to: "\(folder)/\(file)") }
    }
    try await fixture.git("add", "--all")
    try await fixture.git("commit", "--quiet", "--message", "all")
    try await fixture.settle()
    let changed = (0..<8).map { "\($0)/24" }
    for path in changed { try fixture.write("other\n", to: path) }
    // In the background of a shell: a task of ours might never be resumed while scans keep all
    // threads busy.
    _ = try await fixture.repository.shell.run(
      "sh", ["-c", "python3 -c \"$0\" </dev/null >/dev/null 2>&1 &", Self.churn])
    let stopped = fixture.root.appending(".git/stopped")
    var scans = 0
    repeat {
      let found = try fixture.deviations { $0.isParanoid = isParanoid }
      for path in changed { #expect(found.contains("modified \(path)")) }
      scans += 1
      try await Task.sleep(for: .milliseconds(1))
    } while (try? FileStatus(stopped)) == nil && scans < 10_000
    try #require((try? FileStatus(stopped)) != nil)
    let left = try fixture.deviations { $0.isParanoid = isParanoid }
    #expect(left == changed.map { "modified \($0)" })
  }

  /// Turns the first files of every folder into everything that a name can stand for, for a second,
  /// and then makes them what they were.
  private static let churn = """
    import os, random, shutil, time
    end = time.monotonic() + 1
    def clear(path):
        if os.path.isdir(path) and not os.path.islink(path): shutil.rmtree(path)
        elif os.path.lexists(path): os.unlink(path)
    kinds = [lambda p: os.mkfifo(p), lambda p: os.mkdir(p), lambda p: os.symlink("/dev/zero", p),
             lambda p: None, lambda p: open(p, "w").write("x" * 5), lambda p: os.symlink(p, p)]
    while time.monotonic() < end:
        folder = random.randrange(8)
        path = f"{folder}/{random.randrange(24)}"
        clear(path)
        random.choice(kinds)(path)
    for folder in range(8):
        for file in range(24):
            path = f"{folder}/{file}"
            clear(path)
            open(path, "w").write(f"{folder} {file}\\n")
    open(".git/stopped", "w").close()
    """

  private func python(_ fixture: WorktreeFixture, _ program: String) async throws {
    let result = try await fixture.repository.shell.run("python3", ["-c", program])
    #expect(result.status == 0, "\(result)")
  }
}
