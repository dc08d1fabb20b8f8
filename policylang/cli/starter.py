"""The texts that `policylang new` writes: a policy with its vocabulary, small enough to read and whole enough to run.

Each shows once what most policies need: a prohibition with an exception, a duty, time in force, a judged fact,
and two scenarios. `NAME` stands for the name of the policy, `FILE` for its file.
"""

POLICY = """\
# A starter policy: say here what your document says. Lines that begin with # are comments.
#   policylang check FILE    shows what is wrong, and what is missing
#   policylang test FILE     runs the scenarios at the end of this file
policy NAME
    title      "Terms of use of a camera system"
    publisher  "The name of the publisher"
    source     "https://example.org/terms"
    # What holds where no clause prohibits or permits a use: permitted, or prohibited.
    otherwise  permitted

# The facts that this policy asks for stand in a file of their own, so that other policies can share them.
import NAME_facts

# A duty never changes the outcome; it is reported with its state.
duty review_of_matches "A person reviews every match before anybody acts on it"
    fulfilled when matches_are_reviewed

# A clause: a name, a summary in your own words, where the document says it, and one effect.
clause no_police_face_recognition
    "No face recognition by or for the police"
    cites      "Section 1"
    evidence   publisher
    in force   from 2025-01-01
    prohibits
    when all of
        functions include face_recognition
        any of
            police(operator)
            police(beneficiary)

# An exception: `exempts from` lifts a clause and grants nothing.
clause missing_persons
    "Section 1 does not apply to the search for a missing person"
    cites      "Section 2"
    evidence   publisher
    exempts from no_police_face_recognition
    when search_for_missing_person

clause review
    "Matches are reviewed by a person"
    cites      "Section 3"
    evidence   publisher
    requires review_of_matches
    when functions include face_recognition

# A scenario is a case with the answer that you expect. Every clause should be met by one.
scenario "A city police force looks for a suspect by face"
    on 2025-06-01
    given
        operator like city_police
        beneficiary like city_police
        functions are face_recognition
        not search_for_missing_person
        not matches_are_reviewed
    expect prohibited by only no_police_face_recognition
        requiring review_of_matches outstanding

scenario "A company looks for a missing child for the police"
    on 2025-06-01
    given
        operator.kind is company
        beneficiary like city_police
        functions are face_recognition
        search_for_missing_person
        matches_are_reviewed
    expect permitted by default
        lifting no_police_face_recognition by missing_persons
        requiring review_of_matches fulfilled
"""

VOCABULARY = """\
# The facts of NAME: what a case can say. Facts say what is the case; a policy says what follows from it.
vocabulary NAME_facts

# A thing with parts; several facts can be of one type. An indented value stands under a group.
type party: has
    kind: one of
        police (city_police_force, other_police)
        company
        other_party

fact operator: party
    asks "Who runs the system?"

fact beneficiary: party
    asks "For whom is it run?"

fact functions: several of face_recognition, other_function
    asks "What does the system do?"

fact search_for_missing_person: yes or no
    asks "Is it used to find a missing person?"

fact matches_are_reviewed: yes or no
    asks "Does a person review each match before anybody acts on it?"
    judged "It is a review only where the person has the time and the power to decide otherwise."

# A definition gives a condition a name, for one thing or another.
define police (p: party)
    "A police force"
    p.kind is police

# An example: named givens for scenarios and for the command line.
example city_police: party
    kind is city_police_force
"""


def starter_files(name: str) -> dict[str, str]:
    """Return the texts of the starter files of a policy, by their paths."""
    stem = name.replace(".", "/")
    texts = {f"{stem}.pol": POLICY, f"{stem}_facts.pol": VOCABULARY}
    return {path: text.replace("NAME", name).replace("FILE", f"{stem}.pol") for path, text in texts.items()}
