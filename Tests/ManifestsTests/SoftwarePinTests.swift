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

  @Test(arguments: [table, requirements]) func versionsAreFound(_ lock: String) {
    #expect(
      SoftwarePin.pins(of: lock) == Set(["NumPy==2.1", "foo-bar==1"].compactMap(SoftwarePin.init)))
  }

  @Test func whatIsNoLockIsNotTakenForAnEmptyOne() {
    for text in ["{}", "loose", "\u{0}\u{1}", "FROM python:3"] {
      #expect(SoftwarePin.pins(of: text) == nil, "\(text)")
    }
    #expect(SoftwarePin.pins(of: " \n") == [])
    for text in ["", "numpy", "==1", "numpy==", "numpy==2.*", "ü==1"] {
      #expect(SoftwarePin(text) == nil, "\(text)")
    }
  }

  @Test(arguments: [table, requirements]) func damageNeverTraps(_ lock: String) {
    var random = SeededGenerator(seed: 35)
    var changed = 0
    for _ in 0..<1_000 {
      let text = String(decoding: random.mutated(Array(lock.utf8)), as: UTF8.self)
      if SoftwarePin.pins(of: text) != SoftwarePin.pins(of: lock) { changed += 1 }
    }
    #expect(changed > 100)
  }
}
