// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// The tools as the test run built them.
///
/// A test target that runs one lists it among its dependencies, so that it is built first.
public enum Tools {
  /// The folder with the executables: `MODELGATE_BIN`, else the one that holds the test bundle.
  ///
  /// The test process names its bundle, `….xctest`, on its command line: as the program itself, or,
  /// on macOS, as an argument of the helper that loads it.
  public static let folder: FilePath = {
    if let folder = Caller.variable("MODELGATE_BIN") { return FilePath(folder) }
    for argument in CommandLine.arguments {
      let path = FilePath(argument)
      guard let bundle = path.components.firstIndex(where: { $0.extension == "xctest" }) else {
        continue
      }
      return FilePath(root: path.root, path.components[..<bundle])
    }
    return Peers.package.appending(".build/debug")
  }()

  /// Where a tool is.
  public static func path(_ name: String) -> FilePath { folder.appending(name) }
}
