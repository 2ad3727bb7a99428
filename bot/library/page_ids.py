"""The pages every language of the library has, in the order of the care pathway and of the lists."""

PAGE_IDS = tuple(
    [
        "first-consultation",
        "diagnosis-announcement",
        "care-team",
        "treatment-chemotherapy",
        "treatment-radiotherapy",
        "treatment-surgery",
        "treatment-immunotherapy",
        "treatment-hormone-therapy",
        "targeted-therapy",
        "clinical-trials",
        "side-effect-fatigue",
        "side-effect-nausea",
        "side-effect-hair-loss",
        "side-effect-pain",
        "side-effect-neuropathy",
        "side-effect-skin",
        "side-effect-mouth",
        "infection-fever",
        "nutrition",
        "physical-activity",
        "sleep",
        "body-image",
        "sexuality-intimacy",
        "fertility",
        "emotions-anxiety",
        "psychological-support",
        "relatives-children",
        "caregivers",
        "work-and-sick-leave",
        "return-to-work",
        "financial-help",
        "rights-ald",
        "insurance-loan-right-to-be-forgotten",
        "home-care",
        "transport",
        "palliative-care",
        "second-opinion",
        "medical-records",
        "remission-after-treatment",
        "fear-of-recurrence",
        "spirituality-meaning",
        "associations",
        "accompanying-patient-role",
        "request-an-ap",
        "how-to-talk-to-doctor",
        "port-catheter-picc",
        "blood-tests",
        "scans-mri-pet",
        "complementary-medicine",
        "tobacco-alcohol",
        "end-of-life-advance-directives",
        "emergency-numbers",
        "privacy-my-data",
        "stop-the-bot",
    ]
)

EASY_PAGE_IDS = tuple(
    [
        "care-team",
        "first-consultation",
        "diagnosis-announcement",
        "treatment-chemotherapy",
        "treatment-radiotherapy",
        "treatment-surgery",
        "side-effect-fatigue",
        "emotions-anxiety",
        "side-effect-nausea",
        "accompanying-patient-role",
        "emergency-numbers",
        "privacy-my-data",
    ]
)
"""The twelve pages a patient meets first: each has an easy version."""

_PLACE = {page_id: place for place, page_id in enumerate(PAGE_IDS)}


def place(page_id: str) -> tuple[int, str]:
    """Sorting key: the order above, then the pages a unit added, by id."""
    return _PLACE.get(page_id, len(PAGE_IDS)), page_id
