// SPDX-License-Identifier: Apache-2.0

import Findings
import Manifests
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// Everything that DVC records, by the real DVC 3 and the real DVC 2: added, imported and made by a
/// pipeline, a file and a folder of each.
@Suite struct DVCTamperingTests {
  /// One output, and a file of it.
  struct Output: Sendable {
    let manifest: String
    let path: String
    var file: String?

    var place: String { file.map { "\(path)/\($0)" } ?? path }

    func findings(_ tampering: Tampering) throws -> Set<String> {
      try file.map { try tampering.findings($0) } ?? tampering.findings(only: path)
    }
  }

  static let outputs = [
    Output(manifest: "file.csv.dvc", path: "file.csv"),
    Output(manifest: "folder.dvc", path: "folder", file: "sub/b ü.csv"),
    Output(manifest: "taken.csv.dvc", path: "taken.csv"),
    Output(manifest: "taken.dvc", path: "taken", file: "sub/b.csv"),
    Output(manifest: "fetched.csv.dvc", path: "fetched.csv"),
    Output(manifest: "fetched.dvc", path: "fetched", file: "sub/b.csv"),
    Output(manifest: "dvc.lock", path: "made.csv"),
    Output(manifest: "dvc.lock", path: "made", file: "sub/b.csv"),
  ]

  let worktree: Worktree

  init() throws { worktree = try Worktree() }

  /// Texts with both kinds of line ends, which DVC 2 takes for one.
  private func prepare(_ dvc: String) async throws {
    try await worktree.shell.script(
      """
      fill() { mkdir -p $1/sub; printf 'a\\r\\nb\\r\\n' >$1/a.csv; printf '\\0\\r\\n1' >$1/sub/$2; }
      git init --quiet ../registry && cd ../registry && \(dvc) init --quiet
      fill data b.csv && cp data/a.csv one.csv && \(dvc) add --quiet data one.csv
      git add --all && git commit --quiet --message data
      fill ../source b.csv
      cd ../work && \(dvc) init --no-scm --quiet
      fill folder 'b ü.csv' && printf '1\\r\\n2\\n' >file.csv
      \(dvc) add --quiet file.csv folder
      \(dvc) import --quiet ../registry one.csv --out taken.csv
      \(dvc) import --quiet ../registry data --out taken
      \(dvc) import-url --quiet ../source/a.csv fetched.csv
      \(dvc) import-url --quiet ../source fetched
      cat >dvc.yaml <<END
      stages:
        make: {cmd: cp -r ../source made && cp ../source/a.csv made.csv, outs: [made, made.csv]}
      END
      \(dvc) repro --quiet make
      """)
  }

  private func check(_ output: Output) throws -> DatasetCheck {
    let found = try ManifestSearch.read(relative(output.manifest), in: worktree.root())
    let path = try relative(output.path)
    let dataset = try #require(found.lazy.compactMap(\.dataset).first { $0.path == path })
    return DatasetVerifier().check(dataset, in: try worktree.root())
  }

  /// The outputs that DVC itself finds changed; of DVC 2, which cannot ask the git of our days for the
  /// origin of an import, those that are no imports.
  private func changed(_ dvc: String) async throws -> Set<String> {
    let targets = dvc == "dvc2" ? "$(ls *.dvc | grep -v ^taken) $(ls dvc.yaml)" : ""
    let printed = try await worktree.shell(
      "sh", "-c", "\(dvc) status --json \(targets) 2>/dev/null")
    var changed: Set<String> = []
    for (_, stage) in try JSONValue.parse(Array(printed.utf8)).object ?? [:] {
      for part in stage.array ?? [] {
        changed.formUnion((part["changed outs"]?.object ?? [:]).map { $0.name })
      }
    }
    return changed
  }

  @Test(
    .enabled(if: Peers.has("dvc", "dvc2"), "needs DVC 3 and DVC 2"), arguments: ["dvc", "dvc2"])
  func seesOneByteOneNameAndOneFile(_ dvc: String) async throws {
    try await prepare(dvc)
    let contents = try Self.outputs.map { try worktree.read($0.place) }
    for output in Self.outputs {
      let intact = try check(output)
      #expect(intact.verdict == .passed, "\(output.path): \(intact.summary)")
      let copy = "copy/\(output.path)"
      try await worktree.shell.script("mkdir -p copy && cp -r \(output.path) copy")
      #expect(intact.digest == (try worktree.track(copy).manifest.datasetDigest), "\(copy)")
    }
    #expect(try await changed(dvc) == [])
    for tampering in Tampering.allCases {
      for output in Self.outputs { try tampering.strike(output.place, in: worktree) }
      for output in Self.outputs {
        let check = try check(output)
        let expected = try output.findings(tampering)
        #expect(Set(check.summary) == expected, "\(tampering) of \(output.place)")
        #expect(check.verdict == (expected.isEmpty ? .passed : .refused))
      }
      // A file's neighbour is no part of an output that is a file, for DVC as for us.
      let all = Self.outputs.filter {
        (tampering != .addition || $0.file != nil)
          && !(dvc == "dvc2" && $0.path.hasPrefix("taken"))
      }
      #expect(try await changed(dvc) == Set(all.map(\.path)), "\(tampering)")
      for (output, content) in zip(Self.outputs, contents) {
        try tampering.mend(output.place, content, in: worktree)
      }
    }
    #expect(try await changed(dvc) == [])
  }

  /// DVC 2 takes other line ends in a text for no change; the sizes that it recorded tell of it.
  @Test(.enabled(if: Peers.has("dvc2"), "needs DVC 2"))
  func seesTheLineEndsThatDVC2DoesNot() async throws {
    try worktree.write("folder/a.csv", "1\r\n2\r\n")
    try worktree.write("one.csv", "1\r\n2\r\n")
    try await worktree.shell.script("dvc2 init --no-scm --quiet && dvc2 add --quiet folder one.csv")
    for (manifest, place) in [("folder.dvc", "folder/a.csv"), ("one.csv.dvc", "one.csv")] {
      #expect(try worktree.check(manifest).verdict == .passed)
      try worktree.write(place, "1\n2\n")
    }
    #expect(try await changed("dvc2") == [])
    #expect(try worktree.check("folder.dvc").summary == ["changed (all)"])
    #expect(try worktree.check("one.csv.dvc").summary == ["changed one.csv"])
  }

  /// The object of DVC 2's cache has the name that its digest has here.
  @Test(.enabled(if: Peers.has("dvc2"), "needs DVC 2"), arguments: ["hardlink", "symlink"])
  func takesTheLinksOfDVC2(_ type: String) async throws {
    try worktree.write("folder/a.csv", "1\r\n2\r\n")
    try worktree.write("folder/sub/b.csv", "3\n")
    try await worktree.shell.script(
      """
      dvc2 init --no-scm --quiet && dvc2 config cache.type \(type) && dvc2 add --quiet folder
      test -\(type == "symlink" ? "L" : "f") folder/sub/b.csv
      """)
    let intact = try worktree.check("folder.dvc")
    #expect(intact.verdict == .passed && intact.fileCount == 2, "\(intact.summary)")
    try await worktree.shell.script(
      "chmod u+w folder/a.csv && printf '1\\r\\n9\\r\\n' >folder/a.csv")
    #expect(try worktree.check("folder.dvc").summary == ["changed a.csv"])
  }
}
