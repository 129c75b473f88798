"""A stand-in for a recorded voice: three soft tones, which nobody takes for words."""

import array
import io
import math
import wave

RATE_HZ = 8_000
TONES_HZ = (220, 294, 247)
LENGTH_S = 0.8


def note() -> bytes:
    """Return the tones as WAV, one after the other, 16 bits, one channel."""
    steps = int(RATE_HZ * LENGTH_S)
    samples = array.array("h")
    for hertz in TONES_HZ:
        for step in range(steps):
            loudness = 6_000 * math.sin(math.pi * step / steps)
            samples.append(int(loudness * math.sin(2 * math.pi * hertz * step / RATE_HZ)))
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(samples.tobytes())
    return out.getvalue()
