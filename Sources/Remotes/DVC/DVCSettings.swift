// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage

/// DVC's settings for one of its repositories, merged as DVC merges them.
struct DVCSettings: Sendable {
  /// A value, and the folder that a relative path in it starts from.
  struct Value: Sendable {
    let text: String
    let folder: FilePath
  }

  /// Values by the section's name and the key; sections of remotes are `remote "NAME"`.
  private var sections: [String: [String: Value]] = [:]
  /// The folder that holds `.dvc`.
  let root: FilePath

  /// Reads the system's, the user's, the repository's and the clone's settings; the last win.
  init(root: FilePath, environment: [String: String]) throws(Failure) {
    self.root = root
    let own = root.appending(".dvc")
    for file in [
      Self.systemFile(environment), Self.userFile(environment), own.appending("config"),
      own.appending("config.local"),
    ] {
      if let file { try merge(file) }
    }
  }

  private static func systemFile(_ environment: [String: String]) -> FilePath? {
    if let folder = environment["DVC_SYSTEM_CONFIG_DIR"] {
      return FilePath(folder).appending("config")
    }
    let folders = environment["XDG_CONFIG_DIRS"].flatMap { $0.isEmpty ? nil : $0 } ?? "/etc/xdg"
    return folders.split(separator: ":").first.map {
      FilePath(String($0)).appending("dvc").appending("config")
    }
  }

  private static func userFile(_ environment: [String: String]) -> FilePath? {
    if let folder = environment["DVC_GLOBAL_CONFIG_DIR"] {
      return FilePath(folder).appending("config")
    }
    if let base = environment["XDG_CONFIG_HOME"], !base.isEmpty {
      return FilePath(base).appending("dvc").appending("config")
    }
    return environment["HOME"].map {
      FilePath($0).appending(".config").appending("dvc").appending("config")
    }
  }

  private mutating func merge(_ file: FilePath) throws(Failure) {
    let parsed = try INIFile(reading: file, style: .dvc)
    let folder = file.removingLastComponent()
    for (section, values) in parsed.sections {
      for (key, text) in values {
        sections[section, default: [:]][key] = Value(text: text, folder: folder)
      }
    }
  }

  /// The remote that outputs go to when they name none.
  var defaultRemote: String? { sections["core"]?["remote"]?.text }

  /// The settings of a remote; nil when there is no such one.
  func remote(_ name: String) -> [String: Value]? {
    sections["remote \"\(name)\""] ?? sections["remote '\(name)'"]
  }

  /// Where DVC keeps its own copies.
  var cache: FilePath {
    sections["cache"]?["dir"]?.path ?? root.appending(".dvc").appending("cache")
  }
}

extension DVCSettings.Value {
  /// Whether the text has a scheme.
  var isURL: Bool { text.contains("://") }

  /// The path that it means.
  var path: FilePath {
    if text.hasPrefix("~/"), let home = Program.environment["HOME"] {
      return FilePath(home).pushing(FilePath(String(text.dropFirst(2))))
    }
    return folder.pushing(FilePath(text)).lexicallyNormalized()
  }
}
