// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Manifests
import StrictJSON
import TestSupport
import Testing

/// Tables that Delta Lake and Iceberg wrote: a log has names and sizes, and proves no content.
@Suite(
  .enabled("needs the tools of tables") { await PythonPeer.has(ManifestFixture.tableModules) })
struct RealTablesTests {
  /// What one of the tools said.
  private func answer(_ tool: String) async throws -> JSONValue {
    try #require(try await ManifestFixture.tables.value.answers[tool])
  }

  private func worktree(_ folder: String) async throws -> Worktree {
    try await ManifestFixture.tables.value.worktree(with: folder)
  }

  private func files(_ check: DatasetCheck) throws -> [JSONValue] {
    let record = try #require(check.dataset.record as? ListedRecord)
    return record.files.map { .string($0.path.description) }
  }

  /// Strikes a file of the table in every way; `later` is what a check finds anyway.
  private func tamper(
    with name: String, of table: String, pinnedBy manifest: String, in worktree: Worktree,
    later: Set<String> = []
  ) throws {
    let file = "\(table)/\(name)"
    let content = try worktree.read(file)
    let path = try relative(name).description
    let findings: (Tampering) -> Set<String> = { tampering in
      // Readers open what the log lists: other names beside it are of no account, and a byte that
      // changed within the size is what the log cannot tell.
      switch tampering {
      case .byte, .addition: []
      case .removal, .name: ["missing \(path)"]
      }
    }
    for tampering in Tampering.allCases {
      try tampering.strike(file, in: worktree)
      let check = try worktree.check(manifest)
      #expect(Set(check.summary) == findings(tampering).union(later), "\(tampering)")
      #expect(check.verdict == .refused)
      try tampering.mend(file, content, in: worktree)
    }
    for other in [content + [0x31], content.dropLast()] {
      try worktree.write(file, other)
      #expect(Set(try worktree.check(manifest).summary) == later.union(["changed \(path)"]))
    }
    try worktree.write(file, content)
    let check = try worktree.check(manifest)
    #expect(Set(check.summary) == later && check.verdict == .refused, "sizes prove nothing")
    #expect(check.dataset.gap?.contains("no digest of their content") == true)
  }

  @Test func theToolsReadNoTableWithoutItsFiles() async throws {
    #expect(try await answer("catalog")["reads"] == [true, false, false, false, true])
    // Delta looks for a file's end where the log says that it is.
    #expect(try await answer("delta")["reads"] == [true, true, false, false, true])
  }

  // MARK: Delta Lake

  @Test func aDeltaTableHasTheFilesThatDeltaSaysItHas() async throws {
    let worktree = try await worktree("delta")
    let last = "delta/_delta_log/00000000000000000003.json"
    let intact = try worktree.check(last)
    #expect(intact.summary == [])
    #expect(try await answer("delta")["files"] == .array(files(intact)))
    let record = try #require(intact.dataset.record as? ListedRecord)
    for file in record.files {
      try tamper(
        with: String(decoding: file.path.bytes, as: UTF8.self), of: "delta", pinnedBy: last,
        in: worktree)
    }
  }

  @Test func aDeltaTableThatMovedOnIsSeen() async throws {
    let worktree = try await worktree("delta")
    let check = try worktree.check("delta/_delta_log/00000000000000000002.json")
    #expect(check.summary == ["extra _delta_log/00000000000000000003.json"])
    try worktree.remove("delta/_delta_log/00000000000000000000.json")
    let error = try #require(throws: ManifestError.self) {
      try worktree.check("delta/_delta_log/00000000000000000003.json")
    }
    #expect(error.reason.contains("Parquet are not read"))
  }

  // MARK: Iceberg

  /// Each metadata file of a real catalog pins one snapshot: after two appends, a deletion of rows,
  /// and a rollback to the first.
  @Test func everySnapshotOfACatalogHasItsFiles() async throws {
    let worktree = try await worktree("lake")
    let pins = try #require(try await answer("catalog")["pins"]?.array)
    let names = pins.compactMap { $0["metadata"]?.string }
    #expect(pins.count == 4 && names.count == 4)
    for (index, pin) in pins.enumerated() {
      let manifest = "lake/n/t/" + names[index]
      let later = Set(names.dropFirst(index + 1).map { "extra " + $0 })
      let check = try worktree.check(manifest)
      #expect(try check.dataset.path == relative("lake/n/t"))
      #expect(check.dataset.format == "iceberg")
      #expect(Set(check.summary) == later, "a reader would take the table as it is now")
      #expect(pin["files"] == .array(try files(check)))
      let name = try #require(pin["files"]?.array?.first?.string)
      #expect(name.hasPrefix("data/p="))
      try tamper(with: name, of: "lake/n/t", pinnedBy: manifest, in: worktree, later: later)
    }
    #expect(pins[0]["files"] == pins[3]["files"] && pins[0]["files"] != pins[2]["files"])
    // Alone, as when it was written.
    for name in names.dropFirst() { try worktree.remove("lake/n/t/" + name) }
    #expect(try worktree.check("lake/n/t/" + names[0]).summary == [])
  }

  /// Tables of Iceberg's first format have no kinds of files and no sequence numbers.
  @Test func aTableOfTheFirstFormatHasItsFiles() async throws {
    let worktree = try await worktree("lake")
    let pin = try #require(try await answer("catalog")["v1"])
    let manifest = "lake/n/v1/\(pin["metadata"]?.string ?? "")"
    let text = try String(decoding: worktree.read(manifest), as: UTF8.self)
    #expect(text.contains(#""format-version":1"#))
    let check = try worktree.check(manifest)
    #expect(check.summary == [])
    #expect(pin["files"] == .array(try files(check)))
    let name = try #require(pin["files"]?.array?.first?.string)
    try tamper(with: name, of: "lake/n/v1", pinnedBy: manifest, in: worktree)
  }

  /// Of snapshots with many files and every way to write them.
  @Test(arguments: ["null", "deflate"])
  func anIcebergSnapshotHasItsFiles(_ codec: String) async throws {
    let worktree = try await worktree("iceberg-\(codec)")
    let manifest = "iceberg-\(codec)/metadata/00001-x.metadata.json"
    let intact = try worktree.check(manifest)
    #expect(intact.dataset.record?.fileCount == 40)
    #expect(intact.dataset.record?.byteCount == 360)
    // The files that pyiceberg would read of the same table.
    let theirs = try await answer("iceberg").array?[codec == "null" ? 0 : 1]
    #expect(theirs == .array(try files(intact)))
    try tamper(with: "data/7.parquet", of: "iceberg-\(codec)", pinnedBy: manifest, in: worktree)
    try worktree.write("iceberg-\(codec)/metadata/00002-y.metadata.json", "{}")
    #expect(try worktree.check(manifest).summary == ["extra metadata/00002-y.metadata.json"])
    try worktree.remove("iceberg-\(codec)/metadata/m0.avro")
    #expect(throws: ManifestError.self) { try worktree.check(manifest) }
  }

  /// Damage in any file that a reader follows is an error, never a trap and never a pass.
  @Test(arguments: [
    ("iceberg-deflate", "metadata/m0.avro", "metadata/00001-x.metadata.json"),
    ("iceberg-null", "metadata/snap-7.avro", "metadata/00001-x.metadata.json"),
    ("delta", "_delta_log/00000000000000000001.json", "_delta_log/00000000000000000003.json"),
  ])
  func survivesDamageBesideTheManifest(_ folder: String, _ victim: String, _ manifest: String)
    async throws
  {
    let refusals = try await worktree(folder).refusals(
      of: "\(folder)/\(manifest)", damaging: "\(folder)/\(victim)")
    #expect(refusals > 5)
  }
}
