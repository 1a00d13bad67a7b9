// SPDX-License-Identifier: Apache-2.0

/// Which modules the peers' Python can import; each is asked for once.
actor PythonModules {
  static let shared = PythonModules()
  private var answers: [String: Task<Bool, Never>] = [:]

  func has(_ name: String) async -> Bool {
    let answer = answers[name] ?? Task { await Self.ask(name) }
    answers[name] = answer
    return await answer.value
  }

  /// Looks the module up without the seconds that importing some of them takes.
  private static func ask(_ name: String) async -> Bool {
    let script = """
      import importlib.util, sys
      sys.exit(importlib.util.find_spec(sys.argv[1]) is None)
      """
    return (try? await PythonPeer.run(script, [name])) != nil
  }
}
