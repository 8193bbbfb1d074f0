// Asks veraPDF about PDF files: one line of JSON for each, with the flavour that the file declares and the rules it breaks.
// Run by the Rhino shell that comes along in the same archive, so that no Java compiler is needed.
Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = Packages.org.verapdf.pdfa.Foundries.defaultInstance();

function judged(path) {
  var parser = foundry.createParser(new java.io.File(path));
  try {
    var flavour = parser.getFlavour();
    var validator = foundry.createValidator(flavour, false);
    var result = validator.validate(parser);
    var broken = {};
    for (var each = result.getTestAssertions().iterator(); each.hasNext(); ) {
      var one = each.next();
      if (String(one.getStatus().name()) !== "PASSED") {
        broken[one.getRuleId().getClause() + " t" + one.getRuleId().getTestNumber()] = String(one.getMessage());
      }
    }
    return {
      file: path, flavour: String(flavour.getId()), compliant: result.isCompliant(),
      checks: result.getTotalAssertions(), broken: broken,
    };
  } finally {
    parser.close();
  }
}

for (var index = 0; index < arguments.length; index++) {
  print(JSON.stringify(judged(arguments[index])));
}
