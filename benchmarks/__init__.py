"""Speed, as ratios against named rivals measured in the same run, interleaved. Tables go to results/."""
