// SPDX-License-Identifier: Apache-2.0

package import Files
package import Findings
package import SystemPackage

/// DVC's settings for one of its repositories, merged as DVC merges them.
package struct DVCSettings: Sendable {
  /// A value, and the folder that a relative path in it starts from.
  package struct Value: Sendable {
    package let text: String
    package let folder: FilePath

    package init(text: String, folder: FilePath) {
      (self.text, self.folder) = (text, folder)
    }
  }

  /// Values by the section's name and the key; sections of remotes are `remote "NAME"`.
  private var sections: [String: [String: Value]] = [:]
  /// The folder that holds `.dvc`.
  package let root: FilePath

  /// Reads the system's, the user's, the repository's and the clone's settings; the last win.
  package init(root: FilePath, environment: [String: String]) throws(Failure) {
    self.root = root
    let own = root.appending(".dvc")
    for file in [
      Self.systemFile(environment), Self.userFile(environment), own.appending("config"),
      own.appending("config.local"),
    ] {
      if let file { try merge(file) }
    }
  }

  /// The folder that holds the `.dvc` nearest to a manifest, from the worktree's root, itself nil at
  /// that root; nil of the outer kind when the manifest lies in no DVC repository.
  package static func root(above manifest: RelativePath, in worktree: FilePath) -> RelativePath?? {
    var folder = manifest.parent
    while true {
      let place = folder.map(worktree.appending) ?? worktree
      if (try? FileStatus(following: place.appending(".dvc")))?.kind == .directory {
        return .some(folder)
      }
      guard let current = folder else { return nil }
      folder = current.parent
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
  package var defaultRemote: String? { sections["core"]?["remote"]?.text }

  /// The settings of a remote; nil when there is no such one.
  package func remote(_ name: String) -> [String: Value]? {
    sections["remote \"\(name)\""] ?? sections["remote '\(name)'"]
  }

  /// Where DVC keeps its own copies.
  package var cache: FilePath {
    sections["cache"]?["dir"]?.path ?? root.appending(".dvc").appending("cache")
  }

  /// The same as it is written, where that is absolute: DVC puts it into links so, with any `..`.
  var cacheAsWritten: FilePath? {
    let path = sections["cache"]?["dir"].map { FilePath($0.text) }
    return path?.isAbsolute == true ? path : nil
  }
}

extension DVCSettings.Value {
  /// Whether the text has a scheme.
  package var isURL: Bool { text.contains("://") }

  /// The path that it means.
  package var path: FilePath {
    if text.hasPrefix("~/"), let home = Program.environment["HOME"] {
      return FilePath(home).pushing(FilePath(String(text.dropFirst(2))))
    }
    return folder.pushing(FilePath(text)).lexicallyNormalized()
  }
}
