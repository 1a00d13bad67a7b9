// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage

/// The environment of every child process: nothing of the user's, everything fixed.
///
/// Of the caller's environment only the search path remains, without what lies in the user's home.
enum HermeticEnvironment {
  static func variables(home: FilePath) -> [String: String] {
    var variables = fixed
    variables["PATH"] = "\(Tools.folder):\(Peers.searchPath)"
    variables["HOME"] = home.string
    variables["TMPDIR"] = "\(home)/tmp"
    for (name, folder) in places { variables[name] = "\(home)/\(folder)" }
    // A repository around the test's folder must not be found by accident.
    variables["GIT_CEILING_DIRECTORIES"] =
      home.removingLastComponent().removingLastComponent()
      .string
    return variables
  }

  private static let places = [
    "DVC_GLOBAL_CONFIG_DIR": ".config/dvc", "DVC_SITE_CACHE_DIR": ".cache/dvc-site",
    "DVC_SYSTEM_CONFIG_DIR": ".config/dvc-system", "GIT_CONFIG_GLOBAL": ".gitconfig",
    "XDG_CACHE_HOME": ".cache", "XDG_CONFIG_HOME": ".config", "XDG_DATA_HOME": ".local/share",
    "XDG_RUNTIME_DIR": ".run", "XDG_STATE_HOME": ".local/state",
  ]

  private static let fixed = [
    "DVC_NO_ANALYTICS": "1", "GIT_ATTR_NOSYSTEM": "1",
    "GIT_AUTHOR_DATE": "1790000000 +0000", "GIT_AUTHOR_EMAIL": "author@example.org",
    "GIT_AUTHOR_NAME": "A U Thor", "GIT_COMMITTER_DATE": "1790000000 +0000",
    "GIT_COMMITTER_EMAIL": "committer@example.org", "GIT_COMMITTER_NAME": "C O Mitter",
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_TEST_FSYNC": "0",
    "LC_ALL": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "PYTHONNOUSERSITE": "1",
    "TERM": "dumb", "TZ": "UTC",
  ]
}

/// A test that would let a child at the files of whoever runs it.
public struct RealHomeError: Error, CustomStringConvertible {
  let home: String?

  /// What was tried, and what mends it.
  public var description: String {
    "a test wants to run a program with HOME='\(home ?? "")', where the user's own files are; "
      + "give it a folder of a ScratchFolder"
  }

  /// The home of whoever runs the tests.
  static let realHome = FilePath(Caller.variable("HOME") ?? "/nonexistent")

  /// Throws unless the variables name a home of the test's own: neither the real one nor a folder
  /// above it.
  static func check(_ variables: [String: String]) throws(RealHomeError) {
    let home = FilePath(variables["HOME"] ?? "").lexicallyNormalized()
    guard home.isAbsolute, !realHome.starts(with: home) else {
      throw RealHomeError(home: variables["HOME"])
    }
  }
}
