// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage
import TestSupport
import Testing

@testable import Training

/// The room, its data and what the child is told.
@Suite struct CleanRoomTests {
  @Test func abandonedRoomsAreSweptAndLiveOnesAreNot() throws {
    let scratch = try ScratchFolder()
    let rooms = scratch.path.appending("rooms")
    let live = try CleanRoom.make(named: "live", in: rooms)
    let dead = rooms.appending("dead")
    try Folder.create(dead.appending("tree/sub"))
    try AtomicFile.write([], to: dead.appending("lock"))
    Folder.setPermissions(.ownerRead, of: dead.appending("tree"))
    let unborn = rooms.appending("new-unborn")
    try Folder.create(unborn)
    let next = try CleanRoom.make(named: "next", in: rooms)
    #expect((try? FileStatus(dead)) == nil)
    for path in [live.tree, next.output, unborn] {
      #expect(try FileStatus(path).kind == .directory)
    }
    #expect(try FileStatus(live.root).mode & 0o777 == 0o700)
  }

  @Test func aRoomIsGoneWhenItsBuildIs() throws {
    let scratch = try ScratchFolder()
    func build() throws -> FilePath {
      let room = try CleanRoom.make(named: "room", in: scratch.path)
      try NewFile.write([1], to: room.tree.appending("f"), permissions: .readOnly)
      return room.root
    }
    let root = try build()
    #expect((try? FileStatus(root)) == nil)
  }

  @Test func dataIsCopiedReadOnlyWithItsLinks() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      "mkdir -p data/d/sub; echo 1 > data/d/sub/f; ln -s sub/f data/d/link; mkdir ../room")
    let room = repository.base.appending("room")
    let dataset = try #require(RelativePath("data/d"))
    try DataCopy(dataset: dataset).run(from: repository.root, into: room)
    #expect(try await repository.shell("diff", "-r", "data", "../room/data") == "")
    let modes = try await repository.shell.script(
      "cd ../room/data; stat -c '%n %F %a' d d/sub d/sub/f; readlink d/link")
    #expect(
      modes == "d directory 555\nd/sub directory 555\nd/sub/f regular file 444\nsub/f\n")
  }

  @Test func dataIsNotPutBehindALinkOfTheCommit() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      "mkdir -p data/d ../room/src/d; echo 1 > data/d/f; ln -s src ../room/data")
    let dataset = try #require(RelativePath("data/d"))
    #expect(throws: FileError.self) {
      try DataCopy(dataset: dataset)
        .run(from: repository.root, into: repository.base.appending("room"))
    }
    #expect(try Folder.names(in: repository.base.appending("room/src/d")).isEmpty)
  }

  @Test func theChildSeesTheAllowListAndTheRoom() throws {
    let scratch = try ScratchFolder()
    let room = try CleanRoom.make(named: "room", in: scratch.path)
    var environment = ChildEnvironment(inheriting: [
      "PATH": "/bin", "LANG": "C", "AWS_SECRET_ACCESS_KEY": "s", "GIT_DIR": "x", "HOME": "/none",
      "PYTHONPATH": "x", "LD_PRELOAD": "x", "MODELGATE_OUTPUT": "x", "PYENV_ROOT": "/p",
    ])
    let commit = ObjectID(hashing: [], type: "commit")
    environment.enter(
      room, commit: commit, commitTime: 7, datasets: [("é-a.b 1", scratch.path)])
    #expect(
      environment.values == [
        "PATH": "/bin", "LANG": "C", "PYENV_ROOT": "/p", "HOME": room.home.string,
        "TMPDIR": room.temporary.string, "MODELGATE_OUTPUT": room.output.string,
        "MODELGATE_COMMIT": "\(commit)", "SOURCE_DATE_EPOCH": "7", "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1", "GIT_CEILING_DIRECTORIES": room.root.string,
        "MODELGATE_DATA___A_B_1": scratch.path.string,
      ])
  }
  @Test func commandsNameWhatEveryTrainingIsTold() throws {
    let scratch = try ScratchFolder()
    let room = try CleanRoom.make(named: "room", in: scratch.path)
    var environment = ChildEnvironment(inheriting: ["PATH": "/bin"])
    environment.enter(
      room, commit: ObjectID(hashing: [], type: "commit"), commitTime: 7,
      datasets: [("d", scratch.path)])
    let words = ["$SOURCE_DATE_EPOCH", "$MODELGATE_OUTPUT/m", "${MODELGATE_DATA_D}", "$$PATH"]
    #expect(
      try words.map { try CommandWord.expand($0, environment.values) } == [
        "7", "\(room.output.string)/m", scratch.path.string, "$PATH",
      ])
    #expect(throws: (any Error).self) { try CommandWord.expand("$PATH", environment.values) }
  }
}
