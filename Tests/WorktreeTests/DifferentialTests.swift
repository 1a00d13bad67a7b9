// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import SystemPackage
import TestSupport
import Testing
import Worktree

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension [UInt8] {
  fileprivate func ends(with other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
}

/// Random states, judged by `git status --porcelain=v2` and by a scan that does not list again the
/// folders that it knows from the states before.
///
/// Left out is what the two are meant to see differently: flags, FIFOs, `core.fileMode=false` and
/// the like have tests of their own. `MODELGATE_RANDOM_STATES=10000 swift test --disable-xctest
/// --filter DifferentialTests` compares that many states; without it there are a few.
@Suite struct DifferentialTests {
  private static let statesOfASeed = 60

  private static let seeds: [Int] = {
    let text = unsafe getenv("MODELGATE_RANDOM_STATES").map { unsafe String(cString: $0) }
    return text.flatMap { Int($0) }.map { Array(0..<max(1, $0 / statesOfASeed)) } ?? [
      3, 5, 17, 36, 49,
    ]
  }()

  @Test(arguments: seeds) func agreesWithStatus(seed: Int) async throws {
    var world = RandomWorld(
      fixture: try await WorktreeFixture(), random: SeededGenerator(seed: UInt64(seed)))
    var (unlisted, isHonest) = (0, false)
    let names = world.fixture.root.appending(".git/modelgate/seen/folders")
    for step in 0..<Self.statesOfASeed {
      try await world.change()
      let expected = try await StatusLines(world.fixture).lines
      let known = KnownFolders(names, minimum: 1, quietFor: 20_000_000)
      let isParanoid = step % 5 == 4
      let report = try world.fixture.scan {
        $0.isParanoid = isParanoid
        $0.knownFolders = known
      }
      let found = StatusLines.lines(report, try world.fixture.index())
      #expect(
        found == expected,
        "seed \(seed) step \(step), only git: \(expected.subtracting(found)), only we: \(found.subtracting(expected)), after \(world.log.suffix(8))"
      )
      if found != expected { return }
      let tree = try? await world.fixture.git("write-tree").prefix(40)
      let id = tree.map { String(decoding: $0, as: UTF8.self) }
      #expect(report.indexTree?.description == id)
      if known?.isHonest(at: world.fixture.root) == true, !isParanoid {
        unlisted += try world.fixture.scan().listedFolders - report.listedFolders
        isHonest = true
      }
    }
    #expect(unlisted > 0 || !isHonest, "no folder was ever known")
  }
}

/// What both say, in the letters of git's worktree column.
private struct StatusLines {
  let lines: Set<String>

  init(_ fixture: WorktreeFixture) async throws {
    let output = try await fixture.git(
      "status", "--porcelain=v2", "-z", "--untracked-files=normal", "--no-renames",
      "--ignore-submodules=none")
    lines = Set(
      output.split(separator: 0).compactMap { line in
        let fields = line.split(separator: 0x20, maxSplits: line.first == 0x75 ? 10 : 8)
        switch line.first {
        case UInt8(ascii: "?"):
          return "? " + RelativePath.quoted(Self.withoutSlash(line.dropFirst(2)))
        case UInt8(ascii: "1"):
          let letter = fields[1].last.map { String(UnicodeScalar($0)) } ?? ""
          return letter == "." ? nil : "\(letter) " + RelativePath.quoted(Array(fields[8]))
        default: return String(decoding: line, as: UTF8.self)
        }
      })
  }

  private static func withoutSlash(_ path: ArraySlice<UInt8>) -> [UInt8] {
    Array(path.last == UInt8(ascii: "/") ? path.dropLast() : path)
  }

  /// What git would say of a report.
  static func lines(_ report: WorktreeReport, _ index: GitIndex) -> Set<String> {
    let paths = (0..<index.count).map { index.path($0) }
    let missing = Set(
      report.deviations.filter {
        $0.kind == .deleted || $0.kind == .typeChanged(to: .directory)
      }.map(\.path))
    let said = report.deviations.filter { deviation in
      switch deviation.kind {
      // Git says nothing of a repository around tracked files.
      case .nestedRepository:
        !paths.contains { path in deviation.path.map(path.isAtOrBelow) == true }
      case .intentToAdd: !missing.contains(deviation.path)
      default: true
      }
    }
    return Set(said.map(line))
  }

  private static func line(_ deviation: Deviation) -> String {
    let path = deviation.path?.description ?? "."
    switch deviation.kind {
    case .modified, .modeChanged: return "M \(path)"
    case .deleted: return "D \(path)"
    case .typeChanged(to: .directory): return "D \(path)"
    case .typeChanged: return "T \(path)"
    case .intentToAdd: return "A \(path)"
    case .untracked, .nestedRepository: return "? \(path)"
    default: return "\(deviation.kind) \(path)"
    }
  }
}

/// A repository that changes at random.
private struct RandomWorld {
  let fixture: WorktreeFixture
  var random: SeededGenerator
  private(set) var log: [String] = []

  private static let names: [[UInt8]] =
    [
      "a", "b", "c.txt", "d", "A", "a b", "new\nline", "q\"uote", "-x", "é", "e.log", "a.b", "a-b",
    ].map { Array($0.utf8) } + [[0xff, 0x80]]

  init(fixture: WorktreeFixture, random: SeededGenerator) {
    self.fixture = fixture
    self.random = random
  }

  private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  private mutating func name() -> [UInt8] { Self.names[number(Self.names.count)] }

  private mutating func path() -> [UInt8] {
    (0...number(4)).map { _ in name() }.joined(separator: [0x2f]).map { $0 }
  }

  /// Does a few things to the files, and sometimes to the index.
  mutating func change() async throws {
    for _ in 0...number(5) { changeFile() }
    switch number(6) {
    case 0: await git("add", "--all")
    case 1: await git("add", "--", String(decoding: Self.names[number(10)], as: UTF8.self))
    case 2:
      await git(
        "rm", "-r", "-q", "--cached", "-f", "--",
        String(decoding: Self.names[number(10)], as: UTF8.self))
    case 3 where number(3) == 0: await git("add", "--intent-to-add", "--all")
    case 4 where number(3) == 0:
      await git("add", "--all")
      await git("commit", "-q", "-m", "x")
    default: break
    }
  }

  private mutating func git(_ arguments: String...) async {
    log.append("git \(arguments)")
    _ = try? await fixture.git(arguments)
  }

  private mutating func changeFile() {
    let path = path()
    let place = fixture.place(path)
    let what = number(11)
    log.append("\(what) \(RelativePath.quoted(path))")
    switch what {
    case 0, 1, 2, 3: try? fixture.write(Array("content \(number(3))".utf8), path)
    case 4:
      try? Folder.remove(place)
    case 5:
      if let status = try? FileStatus(place), status.kind == .file {
        Folder.setPermissions(
          FilePermissions(rawValue: status.isExecutable ? 0o644 : 0o755), of: place)
      }
    // Git calls what lies behind a link that leads to itself unchanged, so no link leads to a link.
    case 6 where !path.ends(with: Self.names[2]):
      try? Folder.remove(place)
      let target = FilePath(rawBytes: Self.names[2])
      _ = unsafe target.withPlatformString { target in
        unsafe place.withPlatformString { unsafe symlink(target, $0) }
      }
    case 7:
      try? Folder.remove(place)
      try? Folder.create(place)
    case 8:
      let patterns = ["*.log\n", "a/\n", "/d\n", "!a\n*.b\n", "*\n!*/\n", "b/*\n"]
      try? fixture.write(
        Array(patterns[number(patterns.count)].utf8), path + Array("/.gitignore".utf8))
    case 9 where number(3) == 0: try? makeRepository(path)
    default:
      let other = self.path()
      try? Folder.rename(place, to: fixture.place(other))
    }
  }

  private func makeRepository(_ path: [UInt8]) throws {
    let git = path + Array("/.git".utf8)
    for folder in ["/objects", "/refs"] { try Folder.create(fixture.place(git + folder.utf8)) }
    try fixture.write(Array("ref: refs/heads/main\n".utf8), git + "/HEAD".utf8)
  }
}
