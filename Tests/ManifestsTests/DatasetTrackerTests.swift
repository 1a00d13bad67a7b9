// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Manifests
import SystemPackage
import Testing

@Suite struct DatasetTrackerTests {
  let worktree: Worktree

  init() throws { worktree = try Worktree() }

  @Test func writesTheManifestBesideTheDataset() throws {
    try worktree.write("data/x/1", "one")
    let outcome = try worktree.track("data/x")
    #expect(outcome.manifestPath.description == "data/x.sha256")
    #expect(outcome.previous == nil)
    #expect(try worktree.read("data/x.sha256") == outcome.manifest.bytes)
  }

  @Test func saysWhatChangedSinceLastTime() throws {
    for name in ["same", "edited", "gone"] { try worktree.write("d/\(name)", name) }
    try worktree.track("d")
    try worktree.write("d/edited", "other")
    try worktree.write("d/new", "new")
    try worktree.remove("d/gone")
    let names = try worktree.track("d").changes.map { change in
      switch change {
      case .added(let entry): "+\(entry.path)"
      case .removed(let entry): "-\(entry.path)"
      case .changed(let entry, _): "~\(entry.path)"
      }
    }
    #expect(names == ["~edited", "-gone", "+new"])
  }

  @Test func leavesAManifestAloneThatSaysTheSame() throws {
    try worktree.write("d/a", "a")
    try worktree.track("d")
    let before = try FileStatus(worktree.path.appending("d.sha256"))
    #expect(try worktree.track("d").isUnchanged)
    #expect(try FileStatus(worktree.path.appending("d.sha256")) == before)
  }

  @Test func replacesAManifestThatCannotBeRead() throws {
    try worktree.write("d/a", "a")
    try worktree.write("d.sha256", "nonsense")
    #expect(try worktree.track("d").previous == nil)
    #expect(try worktree.check("d.sha256").verdict == .passed)
  }

  @Test func writesNothingForAnEmptyFolder() throws {
    try Folder.createNew(worktree.path.appending("d"))
    #expect(throws: TrackingError.self) { try worktree.track("d") }
    #expect(throws: FileError.self) { try worktree.read("d.sha256") }
  }

  @Test func writesNothingForWhatIsNotThere() throws {
    let error = try #require(throws: TrackingError.self) { try worktree.track("gone") }
    #expect(error.message == "cannot track 'gone': nothing is there")
    #expect(error.status == .refused)
  }
}
