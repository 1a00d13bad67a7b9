// SPDX-License-Identifier: Apache-2.0

import Files
import Subprocess
import SystemPackage

/// The environment of the demo's commands: programs are found, settings and keys are not.
struct StageEnvironment {
  private static let allowed: Set<String> = [
    "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYENV_ROOT", "PYENV_VERSION", "VIRTUAL_ENV",
  ]

  let values: [Subprocess.Environment.Key: String]

  /// A world whose home is `home`, with this program's own folder first on `PATH`.
  init(home: FilePath, _ variables: [String: String]) {
    var texts = variables.filter { Self.allowed.contains($0.key) }
    let inherited = texts["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    texts["PATH"] = Program.folder.map { "\($0.string):\(inherited)" } ?? inherited
    texts["HOME"] = home.string
    texts["GIT_CONFIG_GLOBAL"] = home.appending(".gitconfig").string
    texts["GIT_CONFIG_NOSYSTEM"] = "1"
    texts["GIT_TERMINAL_PROMPT"] = "0"
    texts["LC_ALL"] = "C"
    texts["PYTHONDONTWRITEBYTECODE"] = "1"
    var values: [Subprocess.Environment.Key: String] = [:]
    for (name, text) in texts {
      if let key = Subprocess.Environment.Key(rawValue: name) { values[key] = text }
    }
    self.values = values
  }
}
