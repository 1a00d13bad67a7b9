// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import SystemPackage

/// Settings that no repository can make for who uses it: those of the system, of the user and of
/// the command line, which git calls protected.
enum ProtectedSettings {
  /// All values of a key, in the order in which git reads them; "" for one that has none.
  static func values(of key: String) -> [String] {
    files.flatMap { values(of: key, in: $0) } + CommandLineSettings.values(of: key)
  }

  /// The files that git would read; a variable may name another in a file's place.
  private static var files: [FilePath] {
    Library.start()
    return (isSystemLeftOut ? [] : system) + user
  }

  private static var system: [FilePath] {
    if let named = HookEnvironment.path("GIT_CONFIG_SYSTEM") { return [named] }
    return unsafe [place(git_config_find_system)].compactMap(\.self)
  }

  private static var user: [FilePath] {
    if let named = HookEnvironment.path("GIT_CONFIG_GLOBAL") { return [named] }
    return unsafe [place(git_config_find_xdg), place(git_config_find_global)].compactMap(\.self)
  }

  private static var isSystemLeftOut: Bool {
    guard let text = HookEnvironment.path("GIT_CONFIG_NOSYSTEM")?.string else { return false }
    var isLeftOut: Int32 = 0
    return unsafe git_config_parse_bool(&isLeftOut, text) == 0 && isLeftOut != 0
  }

  private static func place(_ find: (UnsafeMutablePointer<git_buf>?) -> Int32) -> FilePath? {
    var buffer = unsafe git_buf()
    defer { unsafe git_buf_dispose(&buffer) }
    guard unsafe find(&buffer) == 0 else { return nil }
    return unsafe buffer.ptr.map { unsafe FilePath(platformString: $0) }
  }

  private static func values(of key: String, in file: FilePath) -> [String] {
    var config: OpaquePointer?
    let status = unsafe file.withPlatformString { unsafe git_config_open_ondisk(&config, $0) }
    guard status == 0 else { return [] }
    defer { unsafe git_config_free(config) }
    var iterator: OpaquePointer?
    guard unsafe git_config_multivar_iterator_new(&iterator, config, key, nil) == 0 else {
      return []
    }
    defer { unsafe git_config_iterator_free(iterator) }
    var values: [String] = []
    var entry: UnsafeMutablePointer<git_config_entry>?
    while unsafe git_config_next(&entry, iterator) == 0 {
      unsafe values.append(entry?.pointee.value.map { unsafe String(cString: $0) } ?? "")
    }
    return values
  }
}
