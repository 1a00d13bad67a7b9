// SPDX-License-Identifier: Apache-2.0

import Manifests
import TestSupport
import Testing

/// What lock files pin.
@Suite struct SoftwarePinTests {
  static let table = """
    version = 1
    [[package]]
    name = "numpy"
    version = "2.1.0"
    [package.metadata]
    version = "9"
    [[package]]
    name = 'Foo_Bar'
    version = '1'
    """
  static let requirements = """
    # numpy==9
    numpy[x] == 2.1 \\
      --hash=sha256:00
    foo.bar===1.0; python_version > "3"
    loose>=3
    -r other.txt
    """

  static let pipfile = """
    {"_meta": {"hash": {"sha256": "00"}},
     "default": {"numpy": {"version": "==2.1", "hashes": []}, "local": {"path": "."}},
     "develop": {"foo-bar": {"version": "==1"}}}
    """
  static let conda = """
    version: 1
    package:
      - { name: numpy, version: "2.1", manager: conda, url: x }
      - name: Foo_Bar
        version: 1
    """
  static let all = [
    ("uv.lock", table), ("requirements.lock", requirements), ("Pipfile.lock", pipfile),
    ("conda-lock.yml", conda),
  ]

  private func lock(_ text: String, _ name: String = "lock") -> SoftwareLock? {
    SoftwareLock(Array(text.utf8), named: name)
  }

  @Test(arguments: all) func versionsAreFound(_ name: String, _ text: String) {
    let expected = Set(["NumPy==2.1", "foo-bar==1"].compactMap(SoftwarePin.init))
    #expect(lock(text, name)?.pins == expected)
    #expect(lock(text, name)?.isComplete == !text.contains("-r other.txt"))
  }

  /// What only looks like a package does not count, where lines alone would mislead.
  @Test func textInsideOfTextIsNoPackage() {
    let text = """
      [[package]]
      name = "a"
      version = "1"
      description = \"\"\"
      [[package]]
      name = "evil"
      version = "2"
      \"\"\"
      """
    #expect(lock(text, "uv.lock")?.pins == Set(["a==1"].compactMap(SoftwarePin.init)))
  }

  @Test func whatIsNoLockIsNotTakenForAnEmptyOne() {
    for text in ["{}", "loose", "\u{0}\u{1}", "FROM python:3", "[[package]]\nname = "] {
      #expect(lock(text) == nil, "\(text)")
    }
    #expect(lock("{\"a\": 1, \"a\": 1, \"_meta\": 1}") == nil)
    #expect(lock("x: [", "conda-lock.yml") == nil && lock("x: 1", "conda-lock.yml") == nil)
    #expect(lock(" \n")?.pins == [])
    for text in ["", "numpy", "==1", "numpy==", "numpy==2.*", "ü==1"] {
      #expect(SoftwarePin(text) == nil, "\(text)")
    }
  }

  @Test(arguments: all) func damageNeverTraps(_ name: String, _ text: String) {
    var random = SeededGenerator(seed: 35)
    let whole = SoftwareLock(Array(text.utf8), named: name)
    var changed = 0
    for _ in 0..<1_000 {
      if SoftwareLock(random.mutated(Array(text.utf8)), named: name) != whole { changed += 1 }
    }
    #expect(changed > 100)
  }
}
