"""Sources of facts about AI models: fetch what they say, parse it strictly, observe it as claims."""
