// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import SystemPackage
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A private folder that stands for a repository, gone with its test.
final class Worktree: Sendable {
  private let scratch: ScratchFolder
  let path: FilePath
  /// Runs official tools in the folder, with a home beside it.
  let shell: Shell

  init() throws {
    scratch = try ScratchFolder()
    path = scratch.path.appending("work")
    let home = scratch.path.appending("home")
    for folder in [path, home, home.appending("tmp")] { try Folder.create(folder) }
    var shell = Shell(home: home, directory: path)
    shell.environment["DVC_SITE_CACHE_DIR"] = home.appending("dvc").string
    self.shell = shell
  }

  func root() throws -> RootDirectory { try RootDirectory(path) }

  func write(_ name: String, _ content: some Sequence<UInt8>) throws {
    try write(relative(name), content)
  }

  func write(_ name: String, _ content: String) throws { try write(name, Array(content.utf8)) }

  func write(_ name: RelativePath, _ content: some Sequence<UInt8>) throws {
    let place = path.appending(name)
    try Folder.create(place.removingLastComponent())
    try AtomicFile.write(content, to: place)
  }

  func read(_ name: String) throws -> [UInt8] {
    try SmallFile.read(path.appending(name), limit: 1 << 24)
  }

  func remove(_ name: String) throws { try Folder.remove(path.appending(name)) }

  func rename(_ name: String, to other: String) throws {
    try Folder.rename(path.appending(name), to: path.appending(other))
  }

  func link(_ name: String, to text: String) throws {
    let place = path.appending(name)
    guard unsafe place.withPlatformString({ unsafe symlink(text, $0) }) == 0 else {
      throw Errno(rawValue: errno)
    }
  }

  /// Checks the one dataset of a manifest.
  func check(_ manifest: String) throws -> DatasetCheck {
    let found = try ManifestSearch.read(relative(manifest), in: root())
    switch found.first {
    case .dataset(let dataset): return DatasetVerifier().check(dataset, in: try root())
    case .defect(_, let error): throw error
    case nil: throw Errno.noSuchFileOrDirectory
    }
  }

  /// The native digest of a folder as coreutils compute it.
  func coreutilsDigest(of folder: String) async throws -> String {
    try await shell.at(path.appending(folder)).script(
      """
      find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | head -c 64
      """)
  }

  /// Tracks a path, as `modelgate-data track` does.
  @discardableResult
  func track(_ name: String) throws -> DatasetTracker.Outcome {
    try DatasetTracker().track(relative(name), in: root())
  }
}

/// A path of a test; what is no path is a mistake in the test.
func relative(_ text: String) throws -> RelativePath {
  guard let path = RelativePath(text) else { throw Errno.invalidArgument }
  return path
}

/// A manifest that stands alone.
struct NothingBeside: ManifestSurroundings {
  func read(_ path: RelativePath, limit: Int) -> [UInt8]? { nil }
  func link(_ path: RelativePath) -> [UInt8]? { nil }
  func names(in folder: RelativePath?) -> [RelativePath] { [] }
}

extension ManifestFormats {
  /// The datasets of a manifest that stands alone.
  static func datasets(in bytes: [UInt8], at path: RelativePath) throws -> [DatasetManifest]? {
    try datasets(in: bytes, at: path, beside: NothingBeside())
  }
}

extension DatasetCheck {
  /// Every difference as `kind path`, for comparison.
  var summary: [String] {
    differences.map { difference in
      let path = difference.path?.description ?? "(all)"
      return switch difference.kind {
      case .missing: "missing \(path)"
      case .extra: "extra \(path)"
      case .changed: "changed \(path)"
      case .irregular(let what): "\(what) \(path)"
      }
    }
  }
}
