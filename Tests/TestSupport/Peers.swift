// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

/// The real tools that tests run: git, DVC, git-lfs, official loaders and verifiers.
public enum Peers {
  /// The root of the package.
  public static let package = FilePath(#filePath).removingLastComponent().removingLastComponent()
    .removingLastComponent()

  /// Where the peers from PyPI are: `MODELGATE_PEERS`, else `.build/peers/bin` of the package.
  public static let folder =
    Caller.variable("MODELGATE_PEERS").map { FilePath($0) } ?? package.appending(".build/peers/bin")

  /// What programs are looked up in: the peers first, then the caller's `PATH` without what lies in
  /// the user's home.
  public static let searchPath: String = folders.map(\.string).joined(separator: ":")

  private static let folders: [FilePath] = {
    let inherited = (Caller.variable("PATH") ?? "/usr/bin:/bin").split(separator: ":")
      .map { FilePath(String($0)) }
      .filter { $0.isAbsolute && !isInHome($0) }
    var seen: Set<FilePath> = []
    return ([folder] + inherited).filter { seen.insert($0).inserted }
  }()

  /// Where the home is the root of everything, as in some containers, nothing lies in it alone.
  private static func isInHome(_ folder: FilePath) -> Bool {
    let home = RealHomeError.realHome
    return !home.components.isEmpty && folder.starts(with: home)
  }

  /// Whether CI demands that every peer is there, so that nothing is skipped:
  /// `MODELGATE_REQUIRE_PEERS=1`.
  public static let isRequired = Caller.isSet("MODELGATE_REQUIRE_PEERS")

  /// Where a program is; nil when it is not installed.
  public static func find(_ program: String) -> FilePath? {
    folders.lazy.map { $0.appending(program) }.first { path in
      guard let status = try? FileStatus(following: path) else { return false }
      return status.kind == .file && status.isExecutable
    }
  }

  /// Whether a test that needs these programs should run.
  ///
  /// Where every peer is required the answer is yes, so that a missing one fails its test.
  public static func has(_ programs: String...) -> Bool {
    isRequired || programs.allSatisfy { find($0) != nil }
  }
}
